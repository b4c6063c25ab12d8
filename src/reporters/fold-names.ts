/** `micro01, micro02, micro03, db1` as `micro[01-03], db1`: the syntax of ClusterShell's node sets. */
export function foldNames(names: readonly string[]): string {
  const families = new Map<string, Family>();
  for (const name of names) {
    const [, prefix = name, digits = '', suffix = ''] = /^(.*?)(\d+)(\D*)$/.exec(name) ?? [];
    const key = JSON.stringify([prefix, digits.length, suffix]);
    const family = families.get(key) ?? { prefix, suffix, digits: [] };
    families.set(key, { ...family, digits: [...family.digits, digits] });
  }
  return [...families.values()].map(foldFamily).join(', ');
}

/** Names that differ in one number of the same width. */
interface Family {
  readonly prefix: string;
  readonly suffix: string;
  readonly digits: readonly string[];
}

function foldFamily({ prefix, suffix, digits: [first = '', ...others] }: Family): string {
  if (others.length === 0) return `${prefix}${first}${suffix}`;
  const parts = chunks(ranges([first, ...others].toSorted()));
  return parts.map((part) => `${prefix}[${part.join(',')}]${suffix}`).join(', ');
}

/** So many ranges to a bracket that a line of 80 columns holds it. */
const rangesEach = 6;

function chunks(all: readonly string[]): readonly (readonly string[])[] {
  const count = Math.ceil(all.length / rangesEach);
  return Array.from({ length: count }, (_, at) =>
    all.slice(at * rangesEach, (at + 1) * rangesEach),
  );
}

function ranges(sorted: readonly string[]): readonly string[] {
  const runs: [from: string, to: string][] = [];
  for (const digits of sorted) {
    const last = runs.at(-1);
    if (last !== undefined && BigInt(digits) === BigInt(last[1]) + 1n) last[1] = digits;
    else runs.push([digits, digits]);
  }
  return runs.map(([from, to]) => (from === to ? from : `${from}-${to}`));
}
