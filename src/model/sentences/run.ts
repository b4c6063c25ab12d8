import type { Sentences } from '../describe.ts';

type Kinds =
  | 'not-confirmed'
  | 'not-verified'
  | 'changed-meanwhile'
  | 'outcome-unknown'
  | 'write-failed'
  | 'not-converged'
  | 'interrupted'
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
  interrupted: ({ signal }) => ({
    summary: `stopped by ${signal} before this node was done`,
    hint: 'run again: what is in sync already is left alone',
  }),
  'run-deadline': ({ seconds }) => ({
    summary: `the run's deadline of ${seconds} s passed before this node was done`,
    hint: 'give --deadline more seconds; slow nodes are named above',
  }),
};

function show(value: string | null): string {
  return value === null ? 'absent' : `"${value}"`;
}
