import type { Problem } from '../../problems/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { lastLine, type Frame } from '../frames.ts';

/** Arming worked; `tookOver` is a run whose timer was found there dead. */
export interface Armed {
  readonly tookOver: string | null;
}

/** What arm.sh printed. */
export function parseArmed(run: string, { stdout, stderr, exit }: Frame): Result<Armed, Problem> {
  const [armed, tookOver = null] = /^armed(?: ([A-Za-z0-9-]{1,64}))?\n$/.exec(stdout) ?? [];
  if (armed !== undefined) return ok({ tookOver });
  if (stdout === 'fired\n') return err({ kind: 'timer-fired', run });
  if (stdout !== '') return err(locked(stdout) ?? garbled(stdout));
  return err({ kind: 'timer-not-armed', reason: lastLine(stderr) || `exit code ${exit}` });
}

/** What extend.sh or disarm.sh printed. */
export function parseDone(
  done: 'extended' | 'disarmed',
  run: string,
  { stdout, stderr }: Frame,
): Result<null, Problem> {
  if (stdout === `${done}\n`) return ok(null);
  if (stdout === 'gone\n') return err({ kind: 'timer-gone', run });
  if (stdout === 'fired\n') return err({ kind: 'timer-fired', run });
  return err(garbled(stdout || lastLine(stderr)));
}

function locked(line: string): Problem | null {
  const [, run, left, owner] =
    /^locked ([A-Za-z0-9-]{1,64}) (\d{1,9}) ([^\u0000-\u001f\u007f-\u009f]{0,200})\n$/.exec(line) ??
    [];
  if (run === undefined || owner === undefined) return null;
  return { kind: 'node-locked', run, owner, secondsLeft: Number(left) };
}

function garbled(text: string): Problem {
  const reason = `it printed ${JSON.stringify(text.slice(0, 80))}`;
  return { kind: 'unparseable', what: 'the timer script', reason };
}
