import type { Undo } from '../lab/faults.ts';
import type { Lab, LabNode } from '../lab/lab.ts';
import type { Program } from './program.ts';

/** A line of the journal after which a fault strikes, or a random time after the first line. */
export type Moment = keyof typeof linesOf | 'random';

/** What a moment is called in the journal; `first` is the first stage of either strategy. */
export const linesOf = {
  begin: ['begin'],
  first: ['source', 'list'],
  prefer: ['prefer'],
  move: ['move'],
  disarm: ['disarm'],
} as const;

/** Where a fault strikes. */
export interface Scene {
  readonly lab: Lab;
  readonly nodes: readonly [LabNode, LabNode, LabNode];
  readonly program: Program;
  /** The program's XDG_STATE_HOME. */
  readonly state: string;
  readonly inventory: string;
}

/** What a run needs of the world before it begins. */
export interface Preparation {
  readonly inventory?: string;
  readonly wrap?: readonly string[];
  readonly undo?: Undo;
}

/** One fault at one moment, and what must be true after it. */
export interface Fault {
  readonly name: string;
  /** null: the preparation has what strikes. */
  readonly at: Moment | null;
  /** Seconds of the confirm timeout; 12 unless it says otherwise. */
  readonly confirm?: number;
  readonly prepare?: (lab: Lab, nodes: Scene['nodes']) => Promise<Preparation>;
  /** The program is stopped meanwhile; what this returns brings the world back. */
  readonly strike?: (scene: Scene) => Promise<Undo | void>;
  /** Milliseconds until the world is brought back; left out: once the program has ended. */
  readonly mendAfter?: number;
  /** How the nodes are left: all as before, all moved, whichever of the two, or some of each. */
  readonly ends: 'old' | 'new' | 'either' | 'mixed';
  /** null: a signal ended the program. */
  readonly exit: readonly (number | null)[];
  /** What the report says, `…` for anything. */
  readonly says?: string;
  /** What the next run says of this one. */
  readonly nextSays?: string;
  /** The node that is gone afterwards, or keeps somebody else's value: it is not judged. */
  readonly without?: (nodes: Scene['nodes']) => LabNode;
  /** The lab cannot be used again. */
  readonly destroys?: true;
}

export function confirmOf({ confirm = 12 }: Fault): number {
  return confirm;
}

/** The nodes of a lab that has three. */
export function threeOf({
  nodes: [first, second, third],
}: Lab): readonly [LabNode, LabNode, LabNode] {
  if (first === undefined || second === undefined || third === undefined) {
    throw new Error('the lab is too small');
  }
  return [first, second, third];
}
