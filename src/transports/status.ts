import type { Outcome } from '../engine/ports.ts';

/** A shell, or sudo, that says 128 + n tells of a program that died of signal n; signal(7). */
export function statusOf(code: number): Pick<Outcome, 'exit' | 'signal'> {
  const signal = signals[code - 128];
  return signal === undefined ? { exit: code, signal: null } : { exit: null, signal };
}

const signals: Readonly<Record<number, string>> = {
  1: 'HUP',
  2: 'INT',
  3: 'QUIT',
  6: 'ABRT',
  9: 'KILL',
  13: 'PIPE',
  14: 'ALRM',
  15: 'TERM',
};
