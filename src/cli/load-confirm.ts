import { confirm, type ConfirmJob } from '../engine/confirm.ts';
import type { RunRecord } from '../model/journal.ts';
import type { Problem } from '../model/problem.ts';
import { err } from '../model/result.ts';
import { openJournal } from '../state/journal.ts';
import { readRun } from '../state/runs.ts';
import { ready, type Loaded, type Request } from './fleet.ts';
import { jobOf } from './load-job.ts';
import type { Nodes } from './options.ts';
import { frameOf, wholeOnly } from './load-rollback.ts';
import { ofRun, reportOf, usage } from './report-of.ts';

type Held = ConfirmJob & { readonly write: boolean };

/** Keeps what a held run wrote. */
export async function loadConfirm({ target, options, context }: Request<Nodes>): Loaded {
  const record = await readRun(context.state, target);
  if (!record.ok) return err([record.error]);
  const { begin, end } = record.value;
  const wrong = end === 'held' ? wholeOnly(options) : [notHeld(record.value)];
  if (wrong.length > 0) return err(wrong);
  const given = { ...options, confirmTimeout: begin.confirmSeconds };
  const job = jobOf(frameOf(begin, begin.run), given, context);
  return ready({ ...job, begin, apply: job, write: true }, async (job: Held, world) => {
    const journal = await openJournal(context.state, begin.run);
    // Without its journal nobody would know that it is kept: its timers stay as they are.
    if (!journal.ok) return reportOf('confirm', ofRun([journal.error]), { run: begin.run });
    try {
      return await confirm(job, journal.value, world);
    } finally {
      await journal.value.close();
    }
  });
}

function notHeld({ begin, end }: RunRecord): Problem {
  return usage(
    `run ${begin.run} is not held: ${end === null ? 'it has no end' : `it ended ${end}`}`,
    'only what `apply --hold` left waiting is confirmed; see `mcreconcile history`',
  );
}
