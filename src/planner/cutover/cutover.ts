import { endpoints, type Endpoints } from '../../checks/endpoints.ts';
import type { Wish } from '../../model/change.ts';
import type { Fleet } from '../../model/fleet.ts';
import type { NodePlan, Stage, StageName, Strategy } from '../../model/plan.ts';
import type { Play } from '../../model/play.ts';
import type { Finding } from '../../model/problem.ts';
import { fold, type Step } from './fold.ts';
import { order, type Order } from './order.ts';
import { primes } from './prime.ts';
import { stageNames, wishesOf, type Mover } from './steps.ts';
import { failOvers, strategyOf, unbearable } from './strategy.ts';

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
  const moves = ends.filter(({ before, after }) => !same(before, after));
  if (moves.every(({ before }) => before.length === 0)) return plainly(fleet, drafts);
  const strategy = strategyOf(play.cutover, fleet);
  const places = parkingPlaces(fleet, ends);
  const ordered = order(moves, places);
  const movers = moversOf(fleet, drafts, ordered.moves);
  const steps = [
    ...preparation(ordered, movers, places),
    ...ordered.layers.flatMap((layer, at) =>
      layerSteps({ strategy, ordered, ends, movers }, layer, at),
    ),
    stepOf('release', ordered.layers.length - 1, movers),
  ];
  return {
    strategy,
    stages: fold(steps, fleet),
    findings: [
      ...unbearable(strategy, fleet),
      ...failOvers(strategy, fleet),
      ...findingsOf(ordered),
    ],
  };
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return one.toSorted().join() === other.toSorted().join();
}

/** All at once: nothing that carries traffic changes its place. */
function plainly(fleet: Fleet, drafts: readonly NodePlan[]): Cutover {
  const step = stepOf('write', 0, moversOf(fleet, drafts, []));
  return { strategy: null, stages: fold([step], fleet), findings: [] };
}

function stepOf(name: StageName, layer: number, movers: readonly Mover[]): Step {
  const wishes = new Map(movers.map((mover) => [mover.draft.name, wishesOf(name, mover)]));
  return { name, layer, prime: [], wishes };
}

function moversOf(
  fleet: Fleet,
  drafts: readonly NodePlan[],
  moves: readonly Endpoints[],
): readonly Mover[] {
  const facts = new Map(fleet.nodes.map(({ spec, facts }) => [spec.name, facts]));
  const byNode = new Map(moves.map((move) => [move.node, move]));
  return drafts.flatMap((draft) => {
    const known = facts.get(draft.name);
    return known === undefined
      ? []
      : [{ draft, facts: known, move: byNode.get(draft.name) ?? null }];
  });
}

/** The management address of each node, unless another one uses it as its endpoint. */
function parkingPlaces({ nodes }: Fleet, ends: readonly Endpoints[]): ReadonlyMap<string, string> {
  const users = ends.flatMap(({ node, before, after }) =>
    [...before, ...after].map((address) => ({ node, address })),
  );
  return new Map(
    nodes.flatMap(({ spec, facts }): readonly (readonly [string, string])[] => {
      const place = facts.managementIp?.text;
      const taken = users.some(({ node, address }) => address === place && node !== spec.name);
      return place === undefined || taken ? [] : [[spec.name, place]];
    }),
  );
}

/** Before any endpoint moves: tunnels send from their own endpoint, and cycles come apart. */
function preparation(
  { parked }: Order,
  movers: readonly Mover[],
  places: ReadonlyMap<string, string>,
): readonly Step[] {
  const wish = (node: string): Wish => ({
    column: 'external_ids',
    key: 'ovn-encap-ip',
    value: places.get(node) ?? null,
  });
  const wishes = new Map(parked.map((node) => [node, [wish(node)]]));
  return [stepOf('source', 0, movers), { name: 'park', layer: 0, prime: [], wishes }];
}

interface Layout {
  readonly strategy: Strategy;
  readonly ordered: Order;
  readonly ends: readonly Endpoints[];
  readonly movers: readonly Mover[];
}

/** What only changes other keys goes with the first layer. */
function layerSteps(
  { strategy, ordered, ends, movers }: Layout,
  layer: readonly string[],
  at: number,
): readonly Step[] {
  const members = new Set(layer);
  const own = movers.filter(({ draft, move }) =>
    move === null ? at === 0 : members.has(draft.name),
  );
  const taken = new Set(at === 0 && ordered.parked.length === 0 ? [] : takenIn(ends));
  const [first, ...rest] = stageNames[strategy].map((name) => stepOf(name, at, own));
  return first === undefined ? [] : [{ ...first, prime: primes(ends, taken) }, ...rest];
}

/** Addresses that one machine had and another gets. */
function takenIn(ends: readonly Endpoints[]): readonly string[] {
  const holders = new Map(ends.flatMap(({ node, before }) => before.map((ip) => [ip, node])));
  return ends.flatMap(({ node, after }) =>
    after.filter((address) => (holders.get(address) ?? node) !== node),
  );
}

function findingsOf({ parked, layers, stuck }: Order): readonly Finding[] {
  const late = layers.slice(1).flat();
  const handed = [...new Set([...parked, ...late])];
  return [
    ...stuck.map(({ taker, holder, address }): Finding => ({
      nodes: [taker, holder],
      problem: { kind: 'endpoint-in-use', address, taker, holder },
    })),
    ...(handed.length === 0
      ? []
      : [{ nodes: handed, problem: { kind: 'handed-over', nodes: handed } } as const]),
  ];
}
