import { escapeForeign } from '../reporters/escape.ts';
import { nagiosCode, nagiosLine } from '../reporters/nagios-code.ts';

/** What Nagios gets where the output is for it, also of an end that no report tells. */
export interface Outward {
  readonly code: (exit: number) => number;
  /** What stdout says of it; empty in other outputs. */
  readonly line: (cause: string) => string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Looks at the words themselves: a command line that is wrong has no options yet. */
export function outward(argv: readonly string[], env: Environment): Outward {
  if ((asked(argv) ?? env['MCRECONCILE_OUTPUT']) !== 'nagios') return inward;
  const line = (cause: string): string =>
    `${nagiosLine(3, escapeForeign(cause.trim().replaceAll(/\s+/g, ' ')))}\n`;
  return { code: nagiosCode, line };
}

const inward: Outward = { code: (exit) => exit, line: () => '' };

/** The last one counts, as for commander. */
function asked(argv: readonly string[]): string | undefined {
  const found = argv.flatMap((word, at) => {
    if (word === '-o' || word === '--output') return [argv[at + 1] ?? ''];
    return /^(?:--output=|-o=?)(.+)$/s.exec(word)?.slice(1) ?? [];
  });
  return found.at(-1);
}
