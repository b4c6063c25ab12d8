import type { Undo } from '../lab/faults.ts';
import type { SouthboundKind } from '../lab/keeper.ts';
import type { Lab, LabNode } from '../lab/lab.ts';
import type { Program } from './program.ts';

/** The lines of the journal after which a fault strikes: the stages of a move in place, and what is around them. */
export const stages = ['freeze', 'southbound', 'move', 'thaw'] as const;

/** A line of the journal, or a random time after the first one. */
export type Moment = 'begin' | (typeof stages)[number] | 'disarm' | 'random';

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
  readonly playbook?: string;
  readonly wrap?: readonly string[];
  readonly undo?: Undo;
}

/** One fault at one moment, and what must be true after it. */
export interface Fault {
  readonly name: string;
  /** null: the preparation has what strikes. */
  readonly at: Moment | null;
  /** The southbound database of its lab; left out: one server. */
  readonly southbound?: SouthboundKind;
  /** Seconds of the confirm timeout; 12 unless it says otherwise. */
  readonly confirm?: number;
  readonly prepare?: (lab: Lab, nodes: Scene['nodes']) => Promise<Preparation>;
  /** The program is stopped meanwhile; what this returns brings the world back. */
  readonly strike?: (scene: Scene) => Promise<Undo | void>;
  /** Milliseconds until the world is brought back; left out: once the program has ended. */
  readonly mendAfter?: number;
  /**
   * How the nodes are left: all as before, all moved, whichever of the two, some of each, or as before
   * but for one that stands still.
   */
  readonly ends: 'old' | 'new' | 'either' | 'mixed' | 'frozen';
  /** null: a signal ended the program. */
  readonly exit: readonly (number | null)[];
  /** What the report says, `…` for anything. */
  readonly says?: string;
  /** What the next run says of this one. */
  readonly nextSays?: string;
  /** The node that is gone afterwards, or keeps somebody else's value: it is not judged. */
  readonly without?: (nodes: Scene['nodes']) => LabNode;
  /** What else must be true of the lab afterwards: what is not. */
  readonly proof?: (nodes: Scene['nodes']) => Promise<readonly string[]>;
  /** The lab cannot be used again. */
  readonly destroys?: true;
}

export function confirmOf({ confirm = 12 }: Fault): number {
  return confirm;
}

/** Seconds after which a node that stands still puts itself back. */
export function limitOf(fault: Fault): number {
  return Math.min(confirmOf(fault), 30);
}

/** The same fault at several moments. */
export function at(
  moments: readonly Moment[],
  fault: (moment: Moment) => Omit<Fault, 'at'>,
): readonly Fault[] {
  return moments.map((moment) => ({ ...fault(moment), at: moment }));
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
