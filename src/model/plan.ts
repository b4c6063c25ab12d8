import type { Address } from './address.ts';
import type { Change, Wish } from './change.ts';
import type { Nic, NodeFacts } from './facts.ts';
import type { NodeSpec } from './inventory.ts';
import type { SouthboundMove, TunnelMove } from './move.ts';
import type { Result } from './result.ts';
import type { Southbound } from './southbound.ts';
import type { Finding, Problem } from '../problems/problem.ts';

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

/** All nodes of a run, each in inventory order. */
export interface Fleet {
  readonly nodes: readonly NodeState[];
  /** Those that could not be read. */
  readonly unread: readonly { readonly spec: NodeSpec; readonly problem: Problem }[];
  /** What the nodes answered to the probes of the play; null: they were not asked. */
  readonly paths: readonly PathAnswer[] | null;
  /** What was read of each southbound database that the play names. */
  readonly southbound: readonly Southbound[];
}

/** What one node is asked about the underlay: whom it reaches unfragmented, and by which NIC. */
export interface PathProbe {
  readonly node: string;
  readonly source: Address;
  /** Bytes of ICMP payload. */
  readonly payload: number;
  readonly targets: readonly { readonly node: string; readonly address: string }[];
}

/** The answer for one target. */
export interface PathAnswer {
  readonly from: string;
  readonly to: string;
  /** Bytes of ICMP payload of the packets that were sent, unfragmentable. */
  readonly payload: number;
  readonly sent: number;
  readonly received: number;
  /** Whether a small packet came back; null: not tried, for a large one did. */
  readonly small: boolean | null;
  /** The NIC that the route to the target takes; null: there is no route. */
  readonly device: string | null;
}

/** The first packets may get lost while neighbours are looked up: one that came back is enough. */
export function carries({ received }: PathAnswer): boolean {
  return received > 0;
}

/** What one node lacks, net, and what speaks against writing it. */
export interface NodePlan {
  readonly name: string;
  readonly changes: readonly Change[];
  readonly problems: readonly Problem[];
}

/**
 * How far planning is: `draft` before the paths are asked, `asked` after that; `settled` judges what
 * stands, and moves nothing.
 */
export type Phase = 'draft' | 'asked' | 'settled';

/** How endpoints that are in use move; `docs/cutover.md` says what each costs. */
export type Strategy = 'in-place' | 'synchronised';

/**
 * What a stage does: `freeze` makes the ovn-controllers stand still, `southbound` re-addresses the rows of all, `thaw` lets them go on, `source` lets tunnels send
 * from their own endpoint, `park` puts members of a cycle on their management address, `move` moves the endpoints, `drop-source`
 * lets the kernel choose the source again, `write` moves no endpoint that was in use, `undo` undoes what a failed run wrote.
 */
export type StageName =
  'freeze' | 'southbound' | 'move' | 'thaw' | 'source' | 'park' | 'drop-source' | 'write' | 'undo';

/** One node's transaction in a stage. */
export interface StageWrite {
  readonly node: string;
  readonly changes: readonly Change[];
  /** What must still hold beside the `before` of the changes. */
  readonly holds: readonly Wish[];
  /** Tunnels that are re-addressed with it. */
  readonly tunnels: readonly TunnelMove[];
}

/** One node's pings right before a stage, so that no first packet waits for an address. */
export interface Prime {
  readonly node: string;
  readonly source: string;
  readonly targets: readonly string[];
  /** Targets that another machine had: what is known of them is forgotten first. */
  readonly flush: readonly string[];
}

/** Writes that happen at the same time; the next stage waits for all of them. */
export interface Stage {
  readonly name: StageName;
  /** Nodes that must wait for others to free an address are in a later layer, from 0 on. */
  readonly layer: number;
  readonly prime: readonly Prime[];
  /** Southbound rows that are re-addressed; null: none. */
  readonly southbound: SouthboundMove | null;
  readonly writes: readonly StageWrite[];
}

/** The one value that plan, check, apply, the exit code, the JSON and the verification come from. */
export interface Plan {
  readonly format: 'mcreconcile.plan/1';
  readonly nodes: readonly NodePlan[];
  /** Fleet-wide findings, about two nodes or more. */
  readonly problems: readonly Finding[];
  /** null: no endpoint that is in use moves. */
  readonly strategy: Strategy | null;
  /** Law: folded over the nodes, the stages are the net changes. */
  readonly stages: readonly Stage[];
}
