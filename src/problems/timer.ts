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
    summary: ({ run }) => `the revert timer of run ${run} is not there any more`,
    hint: 'somebody ended it, or it has put its keys back: run `mcreconcile plan` to see the present values',
  }),
  'timer-fired': kind<{ run: string }>({
    class: 'write',
    summary: ({ run }) => `the time of run ${run} is over: the node puts its own keys back`,
    hint: 'run `mcreconcile plan` to see the present values, then again with more time to confirm',
  }),
  'node-locked': kind<{
    /** The run that holds the node, and for people, whose it is. */
    run: string;
    owner: string;
    /** Until it puts things back; 0: it is doing so. */
    secondsLeft: number;
  }>({
    class: 'locked',
    summary: ({ run, owner, secondsLeft }) =>
      `another run holds this node: ${run} of ${owner}, ${left(secondsLeft)}`,
    hint: 'wait until it is confirmed or reverted, then run again',
    variant: ({ run }) => run,
  }),
};

function left(seconds: number): string {
  return seconds === 0
    ? 'its keys are being put back now'
    : `reverted in ${seconds} s unless confirmed`;
}
