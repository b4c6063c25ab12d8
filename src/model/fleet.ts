import type { Address } from './address.ts';
import type { Nic, NodeFacts } from './facts.ts';
import type { NodeSpec } from './inventory.ts';
import type { PathAnswer } from './path.ts';
import type { Problem } from '../problems/problem.ts';
import type { Result } from './result.ts';
import type { Southbound } from './southbound.ts';

/** Where a node's tunnels end: the address that `underlay` names, and the NIC that holds it. */
export interface Endpoint {
  readonly address: Address;
  readonly prefix: number;
  readonly nic: Nic;
}

/** A node that was read: the wish's frame and the facts side by side. */
export interface NodeState {
  readonly spec: NodeSpec;
  readonly facts: NodeFacts;
  readonly endpoint: Result<Endpoint, Problem>;
}

/** A node that could not be read. */
interface Unread {
  readonly spec: NodeSpec;
  readonly problem: Problem;
}

/** All nodes of a run, each in inventory order. */
export interface Fleet {
  readonly nodes: readonly NodeState[];
  readonly unread: readonly Unread[];
  /** What the nodes answered to the probes of the play; null: they were not asked. */
  readonly paths: readonly PathAnswer[] | null;
  /** What was read of each southbound database that the play names. */
  readonly southbound: readonly Southbound[];
}
