import { parseFrames, type Frame } from '../facts/frames.ts';
import { unfinished, type Output } from '../facts/output.ts';
import type { Problem } from '../problems/problem.ts';
import { err, ok, type Result } from '../model/result.ts';

/** Arming worked; `tookOver` is a run whose timer was found there dead. */
export interface Armed {
  readonly tookOver: string | null;
}

/** What the script of `armScript` printed; strict, for a node may print anything. */
export function parseArmed(run: string, boundary: string, output: Output): Result<Armed, Problem> {
  const answer = answerOf(boundary, output);
  if (!answer.ok) return answer;
  const { stdout, stderr, exit } = answer.value;
  const [armed, tookOver = null] = /^armed(?: ([A-Za-z0-9-]{1,64}))?\n$/.exec(stdout) ?? [];
  if (armed !== undefined) return ok({ tookOver });
  if (stdout === 'fired\n') return err({ kind: 'timer-fired', run });
  if (stdout !== '') return err(locked(stdout) ?? garbled(stdout));
  return err({ kind: 'timer-not-armed', reason: lastLine(stderr) || `exit code ${exit}` });
}

/** The same of `extendScript`. */
export function parseExtended(
  run: string,
  boundary: string,
  output: Output,
): Result<null, Problem> {
  return held('extended\n', run, boundary, output);
}

/** The same of `disarmScript`; where it is ok, the node puts nothing back. */
export function parseDisarmed(
  run: string,
  boundary: string,
  output: Output,
): Result<null, Problem> {
  return held('disarmed\n', run, boundary, output);
}

function held(done: string, run: string, boundary: string, output: Output): Result<null, Problem> {
  const answer = answerOf(boundary, output);
  if (!answer.ok) return answer;
  const { stdout, stderr } = answer.value;
  if (stdout === done) return ok(null);
  if (stdout === 'gone\n') return err({ kind: 'timer-gone', run });
  if (stdout === 'fired\n') return err({ kind: 'timer-fired', run });
  return err(garbled(stdout || lastLine(stderr)));
}

/** Of any script here: a line or two. */
const limit = 10_000;

function answerOf(boundary: string, output: Output): Result<Frame, Problem> {
  const small = output.stdout.length <= limit && output.stderr.length <= limit;
  const answer = small ? parseFrames(boundary, output.stdout, output.stderr)?.get('timer') : null;
  return answer ? ok(answer) : err(unfinished('the timer script', output));
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

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.slice(0, 200) ?? '';
}
