/** What Nagios and its relatives understand: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN. */
export type NagiosCode = 0 | 1 | 2 | 3;

/** The one exception to the table of exit codes, with --drift-exit-code. */
export function nagiosCode(exit: number): NagiosCode {
  return codes[exit] ?? 3;
}

/** All others mean that nothing is known of the nodes. */
const codes: Readonly<Record<number, NagiosCode>> = {
  0: 0,
  1: 2,
  2: 1,
  3: 1,
  4: 2,
  5: 2,
  8: 2,
  9: 2,
  10: 1,
};

/** The line of a plugin: nothing of it may end the text, or begin the performance data. */
export function nagiosLine(code: NagiosCode, text: string): string {
  return `MCRECONCILE ${words[code]} - ${text.replaceAll('|', '/')}`;
}

const words = { 0: 'OK', 1: 'WARNING', 2: 'CRITICAL', 3: 'UNKNOWN' } as const;
