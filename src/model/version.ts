/** The numbers of a version such as `23.03.1`; null where the text holds none. */
function numbers(text: string): readonly number[] | null {
  const match = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
  return match === null ? null : match.slice(1).map((part) => Number(part ?? 0));
}

/** Whether `version` is at least `floor`; false where the version cannot be read. */
export function atLeast(version: string, floor: string): boolean {
  const [have, need] = [numbers(version), numbers(floor)];
  if (have === null || need === null) return false;
  const different = have.findIndex((number, at) => number !== need[at]);
  return different === -1 || (have[different] ?? 0) > (need[different] ?? 0);
}
