import type { JSONSchema } from 'json-schema-to-ts';
import type { Column, Wish } from '../model/change.ts';
import type { Fleet, NodeState, PathProbe } from '../model/plan.ts';
import type { Finding, Problem } from '../problems/problem.ts';
import type { Result } from '../model/result.ts';
import type { Lookup } from '../model/template.ts';

/** One kind of playbook task. Pure: the engine asks and writes. */
export interface Task<Args = unknown> {
  readonly name: string;
  /** The playbook's schema for the task's arguments; `Args` derives from it. */
  readonly schema: JSONSchema;
  /** The column whose keys and values the arguments are, where they are such. */
  readonly column?: Column;
  /** What this node should hold; templates are filled by `lookup`. */
  wish?(args: Args, node: NodeState, lookup: Lookup<Problem>): Result<readonly Wish[], Problem>;
  /** Second round of questions, as data; asked by `plan` and `apply` if something would be written. */
  probe?(args: Args, fleet: Fleet): readonly PathProbe[];
  /** Bytes of ICMP payload of a ping that fills a packet of the overlay, where the task cares. */
  payload?(args: Args, fleet: Fleet): number;
  /** What speaks against writing; called once with all nodes that the play is for. */
  judge?(args: Args, fleet: Fleet): readonly Finding[];
  /** What speaks against it among the answers to `probe`; the fleet is the one that was probed. */
  judgePaths?(args: Args, fleet: Fleet): readonly Finding[];
  /** What is missing of what the databases say: after a write until it is nothing, and in check. */
  settled?(args: Args, fleet: Fleet): readonly Finding[];
  /** The southbound database that `settled` looks at, too; one node of the fleet reads it. */
  southbound?(args: Args): string | undefined;
  /** Seconds that `settled` is given after a write. */
  patience?(args: Args): number;
}
