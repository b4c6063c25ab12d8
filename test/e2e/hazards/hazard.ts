import type { Lab, LabNode, Workload } from '../../lab/lab.ts';
import type { Place } from '../../lab/place.ts';
import type { Undo } from '../../lab/faults.ts';

/** Where the nodes are in the lab; the second one is in trouble. */
export type At = 0 | 1 | 2;

export const names = ['micro01', 'micro02', 'micro03'] as const;

/** One thing that is seen on the fleet when somebody sets the values by hand. */
export interface Proof {
  /** A part of the second column of docs/hazards.md. */
  readonly says: string;
  /** Throws if it does not come true in time. */
  readonly holds: (lab: Lab) => Promise<void>;
}

/** A situation in which OVN takes a value and loses traffic, or is about to. */
export interface Hazard {
  readonly name: string;
  /** Makes the situation; what `restore` does not undo by itself it gives back. */
  readonly make?: (lab: Lab) => Promise<Undo | void>;
  /** What goes behind `mcreconcile plan`; left out: the lab's inventory. */
  readonly args?: (lab: Lab) => Promise<readonly string[]>;
  /** What somebody sets as endpoints with ovs-vsctl; left out: the underlay addresses. */
  readonly sets?: (lab: Lab) => readonly string[];
  readonly alone: readonly Proof[];
  /** What the text says, `…` for anything: node, cause, what to do. */
  readonly sees: string;
  /** A warning stops nothing: the fleet moves and its workloads hear each other. */
  readonly outcome: 'refused' | 'warned';
  /** From this OVN on it is none: the fleet moves. */
  readonly goneFrom?: string;
}

export function node(lab: Lab, at: number): LabNode {
  const found = lab.nodes[at];
  if (found === undefined) throw new Error(`the lab has no node ${at}`);
  return found;
}

/** The one in trouble. */
export function second(lab: Lab): LabNode {
  return node(lab, 1);
}

/** A script there, and one that undoes it. */
export const onSecond = (script: string, undo: string) => async (lab: Lab) => {
  await second(lab).sh(script);
  return async () => void (await second(lab).sh(undo));
};

export function workload(lab: Lab, at: number): Workload {
  const found = lab.workloads[at];
  if (found === undefined) throw new Error(`the lab has no workload ${at}`);
  return found;
}

export function central(lab: Lab): Place {
  if (lab.central === null) throw new Error('the lab has no central');
  return lab.central;
}

/** The address in the network of another one, with another last number. */
export function neighbour(address: string, last: number): string {
  return address.replace(/\d+$/, String(last));
}

/** The node's other underlay address, as tools print it. */
export function overIPv6({ underlay }: LabNode): string {
  const [, , slot = '', host = ''] = underlay.split('.');
  return slot === '0' ? `2001:db8::${host}` : `2001:db8:${slot}::${host}`;
}
