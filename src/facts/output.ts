import type { Problem } from '../problems/problem.ts';

/** How a script ended. */
export interface Output {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A login shell may refuse to run anything, and say so on either stream. */
export function unfinished(what: string, { exit, stdout, stderr }: Output): Problem {
  const [last] = `${stderr.trim()}\n${stdout.trim()}`.trim().split('\n').slice(-1);
  const reason = `it ended with exit code ${exit}, saying ${JSON.stringify(last?.slice(0, 200))}`;
  return { kind: 'unparseable', what, reason };
}
