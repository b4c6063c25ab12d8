/** Whether a file is an inventory in Ansible's INI: by its sections, or by plain hosts where it is not named as YAML. */
export function isIni(text: string, file: string): boolean {
  const lines = text.split(/\r\n|\n|\r/).map((line) => line.trim());
  const [first] = lines.filter((line) => line !== '' && !/^[#;]/.test(line));
  if (first === undefined) return false;
  if (section.test(first)) return true;
  const named = /\.(ya?ml|json)$/i.test(file);
  return host.test(first) && (!named || lines.some((line) => section.test(line)));
}

const section = /^\[[^\s[\],:{}"']+(:\w+)?\]\s*(#.*)?$/;

// A map of YAML has a `:` at the end or before a blank; a list a dash, JSON a bracket.
const host = /^(?![-{"'&*!%@`?|>])(?:[^\s:#]|:(?=\S))+(?:\s+[^\s=:]+=.*|\s*#.*)?$/;
