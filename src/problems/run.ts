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
        ? `run ${run} (${owner}) is not over: this node reverts in ${secondsLeft} s`
        : `run ${run} (${owner}) left a revert timer here, and its process is gone`,
    hint: ({ run, alive }) =>
      alive
        ? `to keep a held run: \`mcreconcile confirm ${run}\`; to roll back now: \`mcreconcile rollback ${run}\``
        : `to roll back what is left: \`mcreconcile rollback ${run}\`; the next \`apply\` replaces the timer`,
    variant: ({ run, alive }) => `${run} ${alive}`,
  }),
  'timer-taken-over': kind<{ run: string }>({
    class: 'note',
    summary: ({ run }) => `the revert timer of run ${run} was still here, but its process was gone`,
    hint: 'the node never reverted the values of that run; this plan starts from the present ones',
  }),
  'rolled-back': kind<{ cause: string }>({
    class: 'rolled-back',
    summary: ({ cause }) => `the run failed, and every node was rolled back: ${cause}`,
    hint: 'remove the cause, then run again; nothing that this run wrote is left',
  }),
  'half-done': kind<{ run: string; cause: string; seconds: number }>({
    class: 'half-done',
    summary: ({ cause }) => `the run failed, and these nodes could not be rolled back: ${cause}`,
    hint: ({ run, seconds }) =>
      `a node that is up and still has a timer reverts within ${seconds} s: look with \`mcreconcile facts\`; if one did not: \`mcreconcile rollback ${run}\``,
  }),
  'run-died': kind<{ run: string; at: string; stage: string | null }>({
    class: 'warning',
    summary: ({ run, at, stage }) =>
      `run ${run} of ${at} died ${stage === null ? 'before its first write' : `in stage ${stage}`}`,
    hint: ({ run }) =>
      `this plan starts from the present values; to roll back that run: \`mcreconcile rollback ${run}\``,
  }),
  'plan-stale': kind<{
    /** Some nodes need other changes, or they would be written in another way. */
    what: 'changes' | 'stages';
  }>({
    class: 'stale',
    summary: ({ what }) =>
      what === 'changes'
        ? 'the node has changed since the plan was saved'
        : 'the plan would now be written in other stages: OVN or addresses have changed since it was saved',
    hint: 'make a new plan and look at it: `mcreconcile plan`',
    variant: ({ what }) => what,
  }),
  held: kind<{ run: string; seconds: number }>({
    class: 'held',
    summary: ({ seconds }) =>
      `written and verified, but not kept yet: every node reverts in ${seconds} s`,
    hint: ({ run }) => `to keep it: \`mcreconcile confirm ${run}\``,
  }),
  interrupted: kind<{ signal: Signal }>({
    class: ({ signal }) => signal,
    summary: ({ signal }) => `${signal} stopped the run before it was done`,
    hint: 'run again: nodes that are in sync already are left alone',
  }),
  /** When all was written and verified. */
  'interrupted-late': kind<{ signal: Signal }>({
    class: 'moved',
    summary: ({ signal }) => `${signal} came when all was written and verified: the change is kept`,
    hint: 'to roll back: `mcreconcile rollback`',
  }),
  /** All was written and verified, and the journal does not say so. */
  unrecorded: kind<{ reason: string }>({
    class: 'moved',
    summary: ({ reason }) => `written, verified and kept, but not recorded as such: ${reason}`,
    hint: 'make room there; `mcreconcile history` shows this run as one that died at its end',
  }),
  'run-deadline': kind<{ seconds: number }>({
    class: 'node',
    summary: ({ seconds }) => `the run's deadline of ${seconds} s passed before this node was done`,
    hint: 'give more seconds with --deadline; slow nodes are named above',
  }),
};
