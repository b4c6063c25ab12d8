import { connectionSentences } from './sentences/connection.ts';
import { cutoverSentences } from './sentences/cutover.ts';
import { fleetSentences } from './sentences/fleet.ts';
import { inputSentences } from './sentences/input.ts';
import { microovnSentences } from './sentences/microovn.ts';
import { nodeSentences } from './sentences/node.ts';
import { outsideSentences } from './sentences/outside.ts';
import { pathSentences } from './sentences/path.ts';
import { runSentences } from './sentences/run.ts';
import { setupSentences } from './sentences/setup.ts';
import { timerSentences } from './sentences/timers.ts';
import { stateSentences } from './sentences/state.ts';
import { tunnelSentences } from './sentences/tunnels.ts';
import { underlaySentences } from './sentences/underlay.ts';
import type { Problem } from './problem.ts';

/** What a problem looks like to a person: what is wrong, in one line, and what to do next. */
export interface Description {
  readonly summary: string;
  readonly hint: string;
}

/** One sentence for each of some kinds. */
export type Sentences<K extends Problem['kind']> = {
  readonly [Kind in K]: Sentence<Extract<Problem, { kind: Kind }>>;
};

// A method's type, which may be looked up by kind; a function's type may not.
type Sentence<P> = { of(problem: P): Description }['of'];

/** Cause and remedy of a problem; its text may hold what a node said: escape it before printing. */
export function describe(problem: Problem): Description {
  const sentence: Sentence<Problem> = sentences[problem.kind];
  return sentence(problem);
}

// A kind without a sentence does not compile here.
const sentences: Sentences<Problem['kind']> = {
  ...inputSentences,
  ...connectionSentences,
  ...nodeSentences,
  ...underlaySentences,
  ...cutoverSentences,
  ...fleetSentences,
  ...microovnSentences,
  ...outsideSentences,
  ...pathSentences,
  ...runSentences,
  ...stateSentences,
  ...setupSentences,
  ...tunnelSentences,
  ...timerSentences,
  allowed: ({ rule, problem }) => ({
    summary: `${describe(problem).summary} (allowed by --allow ${rule})`,
    hint: `without --allow ${rule} nothing would be written`,
  }),
};
