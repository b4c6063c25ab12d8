/** `micro01, micro02, micro03, db1` as `micro[01-03], db1`: the syntax of ClusterShell's node sets. */
export function foldNames(names: readonly string[]): string {
  return familiesOf(names).map(foldFamily).join(', ');
}

/** Names that differ in one number of the same width. */
interface Family {
  readonly prefix: string;
  readonly suffix: string;
  readonly runs: readonly Run[];
}

/** Numbers that follow each other. */
export type Run = readonly [from: string, to: string];

export function familiesOf(names: readonly string[]): readonly Family[] {
  const found = new Map<string, { prefix: string; suffix: string; digits: string[] }>();
  for (const name of names) {
    const [, prefix = name, digits = '', suffix = ''] = /^(.*?)(\d+)(\D*)$/.exec(name) ?? [];
    const key = JSON.stringify([prefix, digits.length, suffix]);
    const family = found.get(key) ?? { prefix, suffix, digits: [] };
    family.digits.push(digits);
    found.set(key, family);
  }
  return [...found.values()].map(({ prefix, suffix, digits }) => ({
    prefix,
    suffix,
    runs: runsOf(digits.toSorted()),
  }));
}

function runsOf(sorted: readonly string[]): readonly Run[] {
  const runs: [from: string, to: string][] = [];
  for (const digits of sorted) {
    const last = runs.at(-1);
    if (last !== undefined && BigInt(digits) === BigInt(last[1]) + 1n) last[1] = digits;
    else runs.push([digits, digits]);
  }
  return runs;
}

function foldFamily({ prefix, suffix, runs: [first, ...others] }: Family): string {
  if (first === undefined) return '';
  if (others.length === 0 && first[0] === first[1]) return `${prefix}${first[0]}${suffix}`;
  const ranges = [first, ...others].map(([from, to]) => (from === to ? from : `${from}-${to}`));
  const parts = Array.from({ length: Math.ceil(ranges.length / rangesEach) }, (_, at) =>
    ranges.slice(at * rangesEach, (at + 1) * rangesEach),
  );
  return parts.map((part) => `${prefix}[${part.join(',')}]${suffix}`).join(', ');
}

/** So many ranges to a bracket that a line of 80 columns holds it. */
const rangesEach = 6;
