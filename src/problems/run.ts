import type { FoundTimer } from '../model/undo.ts';
import { kind } from './kind.ts';

type Signal = 'SIGINT' | 'SIGTERM';

/** With the run as a whole, with earlier ones, and with saved plans. */
export const run = {
  'timer-found': kind<FoundTimer>({
    class: 'warning',
    told: true,
    summary: ({ run, owner, secondsLeft, alive }) =>
      alive
        ? `run ${run} (${owner}) is not over: in ${secondsLeft} s this node puts its changes back`
        : `run ${run} (${owner}) left a revert timer here that does not run any more`,
    hint: ({ run, alive }) =>
      alive
        ? `where it was held, \`mcreconcile confirm ${run}\` keeps it; \`mcreconcile rollback ${run}\` puts it back now`
        : `\`mcreconcile rollback ${run}\` puts back its remains; the next apply takes its place`,
    variant: ({ run, alive }) => `${run} ${alive}`,
  }),
  'timer-taken-over': kind<{ run: string }>({
    class: 'note',
    summary: ({ run }) => `the revert timer of run ${run} stood here, but its process was gone`,
    hint: 'the values that it wrote were never put back; this plan is made from the present ones',
  }),
  'rolled-back': kind<{ cause: string }>({
    class: 'rolled-back',
    summary: ({ cause }) => `the run failed, and every node was put back: ${cause}`,
    hint: 'remove the cause and run again; nothing that the run wrote is left',
  }),
  'half-done': kind<{ run: string; cause: string; seconds: number }>({
    class: 'half-done',
    summary: ({ cause }) => `the run failed, and these nodes could not be put back: ${cause}`,
    hint: ({ run, seconds }) =>
      `nodes that live and still have a timer put themselves back within ${seconds} s: look with \`mcreconcile facts\`; where one did not: \`mcreconcile rollback ${run}\``,
  }),
  'run-died': kind<{ run: string; at: string; stage: string | null }>({
    class: 'warning',
    summary: ({ run, at, stage }) =>
      `run ${run} of ${at} died ${stage === null ? 'before its first write' : `in stage ${stage}`}`,
    hint: ({ run }) =>
      `this plan is made from the present values; to go back to those before that run: mcreconcile rollback ${run}`,
  }),
  'plan-stale': kind<{
    /** Some nodes need other changes, or they would be written in another way. */
    what: 'changes' | 'stages';
  }>({
    class: 'stale',
    summary: ({ what }) =>
      what === 'changes'
        ? 'changed since the plan was saved: it does not fit any more'
        : 'the saved plan would be written in another way now: OVN or addresses have changed since',
    hint: 'look at a new one: `mcreconcile plan`',
    variant: ({ what }) => what,
  }),
  held: kind<{ run: string; seconds: number }>({
    class: 'held',
    summary: ({ seconds }) =>
      `written and verified, but not kept yet: in ${seconds} s every node puts itself back`,
    hint: ({ run }) => `\`mcreconcile confirm ${run}\` keeps it`,
  }),
  interrupted: kind<{ signal: Signal }>({
    class: ({ signal }) => signal,
    summary: ({ signal }) => `stopped by ${signal} before all was done`,
    hint: 'run again: nodes that are in sync already are left alone',
  }),
  /** When all was written and verified. */
  'interrupted-late': kind<{ signal: Signal }>({
    class: 'moved',
    summary: ({ signal }) => `${signal} came when all was written and verified: it is kept`,
    hint: 'to go back: `mcreconcile rollback`',
  }),
  /** All was written and verified, and the journal does not say so. */
  unrecorded: kind<{ reason: string }>({
    class: 'moved',
    summary: ({ reason }) => `written, verified and kept, but not recorded as such: ${reason}`,
    hint: 'make room there; `mcreconcile history` takes this run for one that died at its end',
  }),
  'run-deadline': kind<{ seconds: number }>({
    class: 'node',
    summary: ({ seconds }) => `the run's deadline of ${seconds} s passed before this node was done`,
    hint: 'give --deadline more seconds; slow nodes are named above',
  }),
};
