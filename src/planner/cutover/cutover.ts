import { endpoints, isStill, type Endpoints } from '../../ovn/endpoints.ts';
import { obstacles } from '../../checks/in-place.ts';
import type { Fleet, NodePlan, Stage, Strategy } from '../../model/plan.ts';
import type { Play } from '../../model/play.ts';
import type { Finding } from '../../problems/problem.ts';
import { handedOn, order, type Order, parkingPlaces } from './order.ts';
import { fold, type Step } from './fold.ts';
import { inPlace, synchronised } from './ways.ts';
import { sourced, step, type Mover } from './steps.ts';
import { choose } from './strategy.ts';

/** How the changes of the drafts are written, and what speaks against it. */
export interface Cutover {
  /** null: no endpoint that is in use moves. */
  readonly strategy: Strategy | null;
  readonly stages: readonly Stage[];
  readonly findings: readonly Finding[];
}

/** Lays out the stages in which endpoints move: nobody takes an address that somebody still holds. */
export function cutover(play: Play, fleet: Fleet, drafts: readonly NodePlan[]): Cutover {
  const ends = endpoints(fleet, drafts);
  const moves = ends.filter((each) => !isStill(each));
  const movers = moversOf(fleet.nodes, drafts, ends);
  if (moves.every(({ before }) => before.length === 0)) {
    return { strategy: null, stages: fold([plainly(movers)], fleet), findings: [] };
  }
  const places = parkingPlaces(fleet, ends);
  const ordered = order(moves, places);
  const reasons = obstacles({ fleet, drafts, ends, isHandedOn: handedOn(ordered).length > 0 });
  const { strategy, findings } = choose(play.cutover, fleet, reasons);
  const steps =
    strategy === 'in-place' ? inPlace(fleet, movers) : synchronised(movers, ordered, places);
  return { strategy, stages: fold(steps, fleet), findings: [...findings, ...findingsOf(ordered)] };
}

/** All at once: nothing that carries traffic changes its place. */
function plainly(movers: readonly Mover[]): Step {
  const tunnels = new Map(movers.map((mover) => [mover.draft.name, sourced(mover)]));
  return { ...step('write', movers), tunnels };
}

function moversOf(nodes: Fleet['nodes'], drafts: readonly NodePlan[], ends: readonly Endpoints[]) {
  return drafts.flatMap((draft) => {
    const facts = nodes.find(({ spec }) => spec.name === draft.name)?.facts;
    const own = ends.find(({ node }) => node === draft.name);
    return facts === undefined || own === undefined ? [] : [{ draft, facts, ends: own }];
  });
}

function findingsOf(ordered: Order): readonly Finding[] {
  const nodes = handedOn(ordered);
  return [
    ...ordered.stuck.map(({ taker, holder, address }): Finding => ({
      nodes: [taker, holder],
      problem: { kind: 'endpoint-in-use', address, taker, holder },
    })),
    ...(nodes.length === 0 ? [] : [{ nodes, problem: { kind: 'handed-over', nodes } } as const]),
  ];
}
