import type { Readable, Writable } from 'node:stream';
import type { Held, Outcome } from '../engine/ports.ts';
import type { Problem } from '../problems/problem.ts';
import { err, ok, type Result } from '../model/result.ts';

/** The two ends of a shell that a transport has started. */
export interface Pipes {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
}

/** Starts a shell, lets `feed` talk to it, and waits for its end. */
export type Execute = (feed: (pipes: Pipes) => void) => Promise<Result<Outcome, Problem>>;

/** Feeds a script as a whole. */
export function whole(script: string): (pipes: Pipes) => void {
  return ({ stdin }) => stdin.end(script);
}

/** A script that waits for a word: it says `ready`, says so again when asked, and then runs or ends. */
export async function hold(execute: Execute, script: string): Promise<Result<Held, Problem>> {
  const { promise: ready, resolve } = withResolvers<Ready>();
  const ended = execute((pipes) => converse(pipes, script, resolve));
  const first = await Promise.race([ready, ended]);
  if ('ok' in first) return first.ok ? err(endedEarly(first.value)) : first;
  const { stdin, roundTripMs } = first;
  return ok({
    roundTripMs,
    go: async () => {
      stdin.end('go\n');
      const outcome = await ended;
      return outcome.ok ? ok(withoutReady(outcome.value)) : outcome;
    },
    drop: () => void stdin.end(),
  });
}

interface Ready {
  readonly stdin: Writable;
  readonly roundTripMs: number;
}

function converse({ stdin, stdout }: Pipes, script: string, done: (ready: Ready) => void): void {
  let [heard, askedAt, roundTripMs] = ['', Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  let asked = 0;
  const hear = (chunk: Buffer): void => {
    heard += chunk.toString('latin1');
    // A login shell may have said something of its own before.
    if (!heard.endsWith(said.repeat(asked + 1))) return;
    const now = performance.now();
    roundTripMs = Math.min(roundTripMs, now - askedAt);
    if (asked === asks) {
      stdout.off('data', hear);
      done({ stdin, roundTripMs });
      return;
    }
    [asked, askedAt] = [asked + 1, now];
    stdin.write('again\n');
  };
  stdout.on('data', hear);
  stdin.write(waiting(script));
}

const said = 'ready\n';

/** The fastest of so many answers tells how far the node is; the others, how busy it was. */
const asks = 3;

/** The shell has read its last line before it waits: what comes then is for `read` alone. */
function waiting(script: string): string {
  const loop =
    'while echo ready && IFS= read -r word; do [ "$word" != go ] || { held; exit; }; done; exit 75';
  return `held() {\n${script}\n}\n${loop}\n`;
}

function withoutReady(outcome: Outcome): Outcome {
  const all = said.repeat(asks + 1);
  return { ...outcome, stdout: outcome.stdout.slice(outcome.stdout.indexOf(all) + all.length) };
}

function endedEarly({ exit, stderr }: Outcome): Problem {
  const reason = stderr.trim().split('\n').at(-1)?.slice(0, 200) || `exit code ${exit}`;
  return { kind: 'unparseable', what: 'a script that waits', reason };
}

/** Promise.withResolvers is of Node 22. */
function withResolvers<T>() {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
