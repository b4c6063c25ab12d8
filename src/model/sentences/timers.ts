import type { Sentences } from '../describe.ts';

type Kinds = 'timer-not-armed' | 'timer-gone' | 'timer-fired' | 'node-locked';

export const timerSentences: Sentences<Kinds> = {
  'timer-not-armed': ({ reason }) => ({
    summary: `no revert timer could be armed: ${reason}`,
    hint: 'the timer lives in /run/mcreconcile and needs root there (become: true): mend that and run again',
  }),
  'timer-gone': ({ run }) => ({
    summary: `the revert timer of run ${run} is not there any more`,
    hint: 'it was ended, or it has put back what it should: run `mcreconcile plan`, it shows what is really there',
  }),
  'timer-fired': ({ run }) => ({
    summary: `the time of run ${run} is over: the node puts its own keys back`,
    hint: 'run `mcreconcile plan` to see what is there, then again with more time to confirm',
  }),
  'node-locked': ({ run, owner, secondsLeft }) => ({
    summary: `another run holds this node: ${run} of ${owner}, ${left(secondsLeft)}`,
    hint: 'wait until it is confirmed or reverted, then run again',
  }),
};

function left(seconds: number): string {
  return seconds === 0
    ? 'its keys are being put back now'
    : `reverted in ${seconds} s unless confirmed`;
}
