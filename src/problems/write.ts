import type { Change } from '../model/change.ts';
import { kind } from './kind.ts';
import { show } from './show.ts';

/** In the writing of a node, and in putting it back. */
export const write = {
  'not-confirmed': kind({
    class: 'write',
    summary: 'written to the database, but ovs-vswitchd does not answer: not known to be in effect',
    hint: 'restart ovs-vswitchd on the node: it takes up the new values; then run `check`',
  }),
  'not-verified': kind<{ reason: string }>({
    class: 'write',
    summary: ({ reason }) =>
      `the node was written, or a peer of it, but it could not be read back: ${reason}`,
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
      `written, but read back it still differs: ${remaining.map(({ key, before }) => `${key} is ${show(before)}`).join(', ')}`,
    hint: 'find the program on the node that sets these keys back',
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
    hint: 'there is nothing to put back',
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
        ? 'its own timer puts it back: look whether it did'
        : 'its timer was ended already, so that nothing puts it back by itself',
    variant: ({ armed }) => (armed ? 'armed' : ''),
  }),
  'source-kept': kind({
    class: 'note',
    summary: 'put back but for ovn-set-local-ip: a node that is not may still need it here',
    hint: 'it does no harm; `mcreconcile rollback` puts it back, too, once all nodes are',
  }),
};
