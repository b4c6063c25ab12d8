import type { Sentences } from '../describe.ts';

type Kinds =
  | 'not-confirmed'
  | 'not-verified'
  | 'changed-meanwhile'
  | 'outcome-unknown'
  | 'write-failed'
  | 'not-converged'
  | 'timer-found'
  | 'timer-taken-over'
  | 'not-ours'
  | 'nothing-left'
  | 'rolled-back'
  | 'half-done'
  | 'not-put-back'
  | 'source-kept'
  | 'held'
  | 'run-died'
  | 'plan-stale'
  | 'interrupted'
  | 'interrupted-late'
  | 'unrecorded'
  | 'run-deadline';

export const runSentences: Sentences<Kinds> = {
  'not-confirmed': () => ({
    summary: 'written to the database, but ovs-vswitchd does not answer: not known to be in effect',
    hint: 'restart ovs-vswitchd on the node; it takes up what is written. Then run `check`',
  }),
  'not-verified': ({ reason }) => ({
    summary: `written or a peer of what was written, but it could not be read back: ${reason}`,
    hint: 'run `mcreconcile check` once the node answers',
  }),
  'changed-meanwhile': ({ key, seen, now }) => ({
    summary: `somebody changed ${key} between plan and write: it was ${show(seen)}, it is ${show(now)}`,
    hint: 'it was left as it is; look who manages this key, then run again',
  }),
  'outcome-unknown': ({ reason }) => ({
    summary: `it is not known whether the write took effect: ${reason}`,
    hint: 'run `mcreconcile plan` once the node answers; it shows what is really there',
  }),
  'write-failed': ({ reason }) => ({
    summary: `the write failed: ${reason}`,
    hint: 'read back, this node holds what it held before: mend the cause and run again',
  }),
  'not-converged': ({ remaining }) => ({
    summary: `written, but read back it still differs: ${remaining.map(({ key, before }) => `${key} is ${show(before)}`).join(', ')}`,
    hint: 'something on the node sets these keys back: look who manages them',
  }),
  'timer-found': ({ run, owner, secondsLeft, alive }) => ({
    summary: alive
      ? `run ${run} (${owner}) is not over: in ${secondsLeft} s this node puts back what it wrote`
      : `run ${run} (${owner}) left a revert timer here that does not run any more`,
    hint: alive
      ? `where it was held, \`mcreconcile confirm ${run}\` keeps it; \`mcreconcile rollback ${run}\` puts it back now`
      : `\`mcreconcile rollback ${run}\` puts back what is left of it; the next apply takes its place`,
  }),
  'timer-taken-over': ({ run }) => ({
    summary: `the revert timer of run ${run} stood here, but its process was gone`,
    hint: 'what that run wrote was never put back; this plan is made from what is there now',
  }),
  'not-ours': ({ key, now, run }) => ({
    summary: `${key} is ${show(now)}, which run ${run} did not write: it is left as it is`,
    hint: 'somebody has set it since; to set it anew: `mcreconcile apply INVENTORY`',
  }),
  'nothing-left': ({ run }) => ({
    summary: `nothing is left of what run ${run} wrote`,
    hint: 'there is nothing to put back',
  }),
  'rolled-back': ({ cause }) => ({
    summary: `the run failed, and every node was put back: ${cause}`,
    hint: 'mend the cause and run again; what the run wrote is gone everywhere',
  }),
  'half-done': ({ run, cause, seconds }) => ({
    summary: `the run failed, and these nodes could not be put back: ${cause}`,
    hint: `those that live and still have a timer do so by themselves within ${seconds} s; look with \`mcreconcile facts\`, and if it did not: \`mcreconcile rollback ${run}\``,
  }),
  'not-put-back': ({ reason, armed }) => ({
    summary: `it may still hold what the run wrote: ${reason}`,
    hint: armed
      ? 'its own timer puts it back: look whether it did'
      : 'its timer was ended already, so that nothing puts it back by itself',
  }),
  'source-kept': () => ({
    summary: 'put back but for ovn-set-local-ip: a node that is not may still need it here',
    hint: 'it does no harm; `mcreconcile rollback` takes it back once all nodes are',
  }),
  'run-died': ({ run, at, stage }) => ({
    summary: `run ${run} of ${at} died ${stage === null ? 'before its first write' : `in stage ${stage}`}`,
    hint: `this plan is made from what is there now; to go back to what was before it: mcreconcile rollback ${run}`,
  }),
  'plan-stale': ({ what }) => ({
    summary:
      what === 'changes'
        ? 'changed since the plan was saved: it does not fit any more'
        : 'the saved plan would be written in another way now: OVN or addresses have changed since',
    hint: 'look at a new one: `mcreconcile plan`',
  }),
  held: ({ run, seconds }) => ({
    summary: `written and verified, but not kept yet: in ${seconds} s every node puts itself back`,
    hint: `\`mcreconcile confirm ${run}\` keeps it`,
  }),
  interrupted: ({ signal }) => ({
    summary: `stopped by ${signal} before all was done`,
    hint: 'run again: what is in sync already is left alone',
  }),
  'interrupted-late': ({ signal }) => ({
    summary: `${signal} came when all was written and verified: it is kept`,
    hint: 'to go back: `mcreconcile rollback`',
  }),
  unrecorded: ({ reason }) => ({
    summary: `written, verified and kept, but not recorded as such: ${reason}`,
    hint: 'make room there; `mcreconcile history` takes this run for one that died at its end',
  }),
  'run-deadline': ({ seconds }) => ({
    summary: `the run's deadline of ${seconds} s passed before this node was done`,
    hint: 'give --deadline more seconds; slow nodes are named above',
  }),
};

function show(value: string | null): string {
  return value === null ? 'absent' : `"${value}"`;
}
