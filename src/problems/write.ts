import type { Change } from '../model/change.ts';
import { kind, show } from './kind.ts';

/** When a node is written or rolled back. */
export const write = {
  'not-confirmed': kind({
    class: 'write',
    summary: 'written to the database, but ovs-vswitchd does not answer: perhaps not in effect',
    hint: 'restart ovs-vswitchd on the node: it reads the new values; then run `mcreconcile check`',
  }),
  'not-verified': kind<{ reason: string }>({
    class: 'write',
    summary: ({ reason }) =>
      `the node or a peer was written, but the node could not be read back: ${reason}`,
    hint: 'run `mcreconcile check` once the node answers',
  }),
  'changed-meanwhile': kind<{ key: string; seen: string | null; now: string | null }>({
    class: 'write',
    summary: ({ key, seen, now }) =>
      `somebody changed ${key} between plan and write: it was ${show(seen)}, it is ${show(now)}`,
    hint: 'the key was left as it is: find the program that manages it, then run again',
    variant: ({ key }) => key,
  }),
  'outcome-unknown': kind<{ reason: string }>({
    class: 'write',
    summary: ({ reason }) => `it is not known whether the write took effect: ${reason}`,
    hint: 'run `mcreconcile plan` once the node answers: it shows the present values',
  }),
  'write-failed': kind<{ reason: string }>({
    class: 'write',
    summary: ({ reason }) => `the write failed: ${reason}`,
    hint: 'the node was read back and holds its old values: remove the cause and run again',
  }),
  'not-converged': kind<{ remaining: readonly Change[] }>({
    class: 'write',
    summary: ({ remaining }) =>
      `the node still differs after the write: ${remaining.map(({ key, before }) => `${key} is ${show(before)}`).join(', ')}`,
    hint: 'find the program on the node that overwrites these keys',
    variant: ({ remaining }) => remaining.map(({ key }) => key).join(),
  }),
  'not-ours': kind<{ key: string; now: string | null; run: string }>({
    class: 'warning',
    summary: ({ key, now, run }) =>
      `${key} is ${show(now)}, which run ${run} did not write: it is left as it is`,
    hint: 'somebody has set it since; to set it anew: `mcreconcile apply INVENTORY`',
    variant: ({ key }) => key,
  }),
  'nothing-left': kind<{ run: string }>({
    class: 'note',
    summary: ({ run }) => `nothing that run ${run} wrote is left`,
    hint: 'there is nothing to roll back',
  }),
  'not-rolled-back': kind<{
    reason: string;
    /** The node has a timer of its own, which does it. */
    armed: boolean;
  }>({
    class: 'write',
    summary: ({ reason }) => `the node may still hold values of the run: ${reason}`,
    hint: ({ armed }) =>
      armed
        ? 'the node reverts when its timer fires: check that it did'
        : 'its timer has ended, so it does not revert by itself: run `mcreconcile rollback` when it answers',
    variant: ({ armed }) => (armed ? 'armed' : ''),
  }),
  'source-kept': kind({
    class: 'note',
    summary: 'rolled back except ovn-set-local-ip: nodes that are not rolled back may need it',
    hint: 'it does no harm; once all nodes are rolled back, `mcreconcile rollback` undoes it, too',
  }),
};
