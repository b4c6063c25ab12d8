import type { Endpoints } from '../../checks/endpoints.ts';
import type { Change, Value, Wish } from '../../model/change.ts';
import type { NodeFacts } from '../../model/facts.ts';
import type { NodePlan, StageName, Strategy } from '../../model/plan.ts';
import { isSource, sourceKey } from '../../ovs/source.ts';
import { bothEndpoints, cutoverKeys } from './keys.ts';

/** A node that is written: its net changes, and its move where its endpoint is among them. */
export interface Mover {
  readonly draft: NodePlan;
  readonly facts: NodeFacts;
  /** null: its endpoint stays. */
  readonly move: Endpoints | null;
}

/** The stages of a strategy within one layer, in their order. */
export const stageNames: Readonly<Record<Strategy, readonly StageName[]>> = {
  'make-before-break': ['list', 'prefer', 'move'],
  synchronised: ['move'],
};

/** What a node's keys shall be in a stage; empty where the stage is not its own. */
export function wishesOf(stage: StageName, mover: Mover): readonly Wish[] {
  return wishes[stage]?.(mover) ?? [];
}

const external = (key: string, value: Value): Wish => ({ column: 'external_ids', key, value });

const wishes: Readonly<Partial<Record<StageName, (mover: Mover) => readonly Wish[]>>> = {
  source: ({ draft }) => draft.changes.filter(isSource).map(wish),
  release: ({ draft }) => draft.changes.filter(isRelease).map(wish),
  // Peers would send to the new endpoint before their own tunnels to it are ready.
  list: (mover) =>
    listed(mover).flatMap(({ key, before, after }) => [
      external(key.list, bothEndpoints(before, after)),
      ...preferred(key, before),
    ]),
  prefer: (mover) => listed(mover).flatMap(({ key, after }) => preferred(key, after)),
  move: (mover) => [
    ...mover.draft.changes.filter((change) => !isRelease(change)).map(wish),
    ...listed(mover).flatMap(({ key }) => [external(key.list, null), external(key.prefer, null)]),
  ],
  write: ({ draft }) => draft.changes.map(wish),
};

/** The move with its cutover keys, where an OVN uses the endpoint; otherwise none. */
function listed({ move, facts }: Mover) {
  if (move === null || move.before.length === 0) return [];
  if (facts.ovnVersion === null || facts.systemId === null) return [];
  return [{ ...move, key: cutoverKeys(facts.systemId) }];
}

/** Of several endpoints none is the one to prefer. */
function preferred(
  { prefer }: ReturnType<typeof cutoverKeys>,
  [first, ...more]: readonly string[],
): readonly Wish[] {
  return first === undefined || more.length > 0 ? [] : [external(prefer, first)];
}

/** Not before every endpoint is where its peers expect it: mixtures need the source. */
function isRelease(change: Change): boolean {
  return change.key === sourceKey && !isSource(change);
}

function wish({ column, key, after }: Change): Wish {
  return { column, key, value: after };
}
