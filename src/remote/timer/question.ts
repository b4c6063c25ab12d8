import { armSh, disarmSh, extendSh, holdSh, timerSh } from '../../generated/scripts.js';
import type { OvsFacts } from '../../model/facts.ts';
import type { Timer } from '../../model/undo.ts';
import { type Question, scriptOf } from '../question.ts';
import { parseArmed, parseDone, type Armed } from './parse.ts';
import { revertScript } from './revert.ts';

/** Arms a timer, or replaces the one that the same run has armed; over within 2 s unless another run arms, too. */
export function armQuestion(ovs: OvsFacts, timer: Timer): Question<Armed> {
  // Nothing in the program can pass for its end: every word of it is JSON, thus one line.
  const program = `write_revert() {\ncat <<'END OF REVERT'\n${revertScript(ovs, timer)}\nEND OF REVERT\n}`;
  const owner = timer.owner.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ').slice(0, 200);
  return {
    phase,
    script: scriptOf({ ...named('arm', timer), owner }, timerSh, holdSh, program, armSh),
    parse: (frame) => parseArmed(timer.run, frame('timer')),
  };
}

type Named = Pick<Timer, 'run' | 'seconds'>;

/** Gives a run's timer so many seconds more, from now on. */
export function extendQuestion(timer: Named): Question<null> {
  return {
    phase,
    script: scriptOf(named('extend', timer), timerSh, extendSh),
    parse: (frame) => parseDone('extended', timer.run, frame('timer')),
  };
}

/** Ends a run's timer before it reverts anything; where it is ok, the node reverts nothing. */
export function disarmQuestion({ run }: Pick<Timer, 'run'>): Question<null> {
  return {
    phase,
    script: scriptOf(named('disarm', { run, seconds: 0 }), timerSh, holdSh, disarmSh),
    parse: (frame) => parseDone('disarmed', run, frame('timer')),
  };
}

const phase = 'setting the revert timer';

/** A run's identity stands in names of files and in programs. */
function named(action: string, { run, seconds }: Named) {
  if (!/^[A-Za-z0-9-]{1,64}$/.test(run)) throw new Error('a run is of letters, digits and -');
  if (!Number.isSafeInteger(seconds)) throw new Error('a timer counts whole seconds');
  return { action, run, seconds };
}
