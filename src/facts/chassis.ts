/** The chassis name as ovn-controller(8) takes it: `-n NAME`, the override file, `system-id`. */
export function chassisName(
  controllerArguments: string,
  override: string,
  systemId: string | undefined,
): string | null {
  return argumentName(controllerArguments.split('\n')) || override.trim() || systemId || null;
}

function argumentName(words: readonly string[]): string | undefined {
  const at = words.findIndex((word) => word === '-n');
  return at === -1 ? words.find((word) => /^-n./.test(word))?.slice(2) : words[at + 1];
}
