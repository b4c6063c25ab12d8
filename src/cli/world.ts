import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Context, Remark } from './context.ts';
import type { Reach } from './options.ts';
import { teller } from './live.ts';
import { progress } from './progress.ts';
import type { Clock, World } from '../engine/ports.ts';
import { foldNames } from '../model/fold-names.ts';
import type { Problem } from '../problems/problem.ts';
import type { Format } from '../reporters/index.ts';
import type { OpenJournal } from '../state/journal.ts';

/** Runs with the real world, shows its progress, and closes what it opened. */
export async function withWorld<T>(
  options: Reach & { readonly verbose?: boolean | undefined; readonly output: Format },
  context: Context,
  use: (world: World) => Promise<T>,
): Promise<T> {
  const bar = await progress(context.stderr);
  const told = await teller(options, context);
  const remarks = remarksOf();
  let journal: OpenJournal | undefined;
  const world: World = {
    connector: await context.connector(options, remarks.hear),
    clock: realClock,
    nonce: () => randomBytes(16).toString('hex'),
    journal: async (begin) => {
      const { createJournal } = await import('../state/journal.ts');
      const created = await createJournal(context.state, begin);
      if (created.ok) journal = created.value;
      return created;
    },
    emit: (event) => {
      context.told(event);
      bar.event(event);
      told(event);
    },
    signal: endOf(options, context),
  };
  try {
    return await use(world);
  } finally {
    bar.stop();
    if (options.verbose === true) context.stderr.write(remarks.text());
    await journal?.close();
  }
}

/** The run ends when the user says so, or when its deadline passes. */
function endOf({ deadline }: Reach, { interrupt }: Context): AbortSignal {
  if (deadline === undefined) return interrupt;
  const problem: Problem = { kind: 'run-deadline', seconds: deadline };
  return AbortSignal.any([interrupt, realClock.deadline(deadline * 1000, problem)]);
}

/** Gathers remarks, and says each of them once. */
function remarksOf(): { readonly hear: Remark; readonly text: () => string } {
  const heard = new Map<string, Set<string>>();
  return {
    hear: (node, text) => void heard.set(text, (heard.get(text) ?? new Set()).add(node)),
    text: () => [...heard].map(([text, nodes]) => `${foldNames([...nodes])}: ${text}\n`).join(''),
  };
}

/** The real time. No timer of it keeps the process alive. @internal for its test */
export const realClock: Clock = {
  now: () => performance.now(),
  stamp: () => new Date().toISOString(),
  sleep: async (ms, signal) => {
    // An aborted sleep ends early: the caller looks at its signal.
    await sleep(ms, undefined, { signal }).catch(() => undefined);
  },
  deadline: (ms, problem) => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(problem), ms).unref();
    return controller.signal;
  },
};
