import { kind } from './kind.ts';

/** With the revert timer of a node. */
export const timer = {
  'timer-not-armed': kind<{ reason: string }>({
    class: 'write',
    summary: ({ reason }) => `no revert timer could be armed: ${reason}`,
    hint: 'the timer lives in /run/mcreconcile and needs root there: set become: true, then run again',
  }),
  'timer-gone': kind<{ run: string }>({
    class: 'write',
    summary: ({ run }) => `the revert timer of run ${run} is gone`,
    hint: 'somebody ended it, or the node has reverted: run `mcreconcile plan` to see the present values',
  }),
  'timer-fired': kind<{ run: string }>({
    class: 'write',
    summary: ({ run }) => `the time of run ${run} is over: the node reverts`,
    hint: 'run `mcreconcile plan` to see the present values, then run again with a longer --confirm-timeout',
  }),
  'node-locked': kind<{
    /** The run that holds the node, and its owner, for people. */
    run: string;
    owner: string;
    /** Until the node reverts; 0: it does so now. */
    secondsLeft: number;
  }>({
    class: 'locked',
    summary: ({ run, owner, secondsLeft }) =>
      `another run holds this node: ${run} of ${owner}; ${left(secondsLeft)}`,
    hint: 'wait until that run is confirmed or the node has reverted, then run again',
    variant: ({ run }) => run,
  }),
};

function left(seconds: number): string {
  return seconds === 0
    ? 'the node reverts now'
    : `the node reverts in ${seconds} s unless that run is confirmed`;
}
