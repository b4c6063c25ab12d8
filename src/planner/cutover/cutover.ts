import { endpoints, type Endpoints } from '../../checks/endpoints.ts';
import { canonical } from '../../model/address.ts';
import type { Wish } from '../../model/change.ts';
import type { Fleet } from '../../model/fleet.ts';
import type { SouthboundMove, TunnelMove } from '../../model/move.ts';
import type { NodePlan, Stage, StageName, Strategy } from '../../model/plan.ts';
import type { Play } from '../../model/play.ts';
import type { Finding } from '../../model/problem.ts';
import { fold, type Step } from './fold.ts';
import { obstacles, ownSouthbound } from './obstacles.ts';
import { order, type Order } from './order.ts';
import { primes } from './prime.ts';
import { moved, sourced, wishesOf, type Mover } from './steps.ts';
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
  const moves = ends.filter(({ before, after }) => !same(before, after));
  const movers = moversOf(fleet, drafts, ends);
  if (moves.every(({ before }) => before.length === 0)) {
    return { strategy: null, stages: fold([step('write', movers)], fleet), findings: [] };
  }
  const places = parkingPlaces(fleet, ends);
  const ordered = order(moves, places);
  const { strategy, findings } = choose(
    play.cutover,
    fleet,
    obstacles({ fleet, drafts, ends, ordered }),
  );
  const steps =
    strategy === 'in-place'
      ? inPlace(fleet, ends, movers)
      : synchronised(ends, movers, { ordered, places });
  return { strategy, stages: fold(steps, fleet), findings: [...findings, ...findingsOf(ordered)] };
}

/** All stand still, southbound rows and tunnels are re-addressed, all go on and find what they would make. */
function inPlace(
  fleet: Fleet,
  ends: readonly Endpoints[],
  movers: readonly Mover[],
): readonly Step[] {
  const peers = new Map(
    movers.map(({ facts, ends: { after } }) => [facts.systemId ?? '', after[0] ?? '']),
  );
  const chassis = movers.filter(({ facts }) => facts.ovnRunning);
  return [
    step('freeze', chassis, { prime: primes(ends, new Set()) }),
    step('move', movers, {
      southbound: southboundMove(fleet, peers),
      tunnels: tunnelsBy(chassis, (mover) => moved(mover, peers)),
      all: true,
    }),
    step('thaw', chassis),
  ];
}

/** Tunnels learn to send from their own endpoint first, cycles come apart, then all move at once. */
function synchronised(
  ends: readonly Endpoints[],
  movers: readonly Mover[],
  { ordered, places }: { readonly ordered: Order; readonly places: ReadonlyMap<string, string> },
): readonly Step[] {
  const last = ordered.layers.length - 1;
  return [
    step('source', movers, { tunnels: tunnelsBy(movers, sourced) }),
    parking(ordered, places),
    ...ordered.layers.map((layer, at) => {
      const taken = new Set(at === 0 && ordered.parked.length === 0 ? [] : takenIn(ends));
      const own = movers.filter(({ draft, ends: { before, after } }) =>
        same(before, after) ? at === 0 : layer.includes(draft.name),
      );
      return step('move', own, { layer: at, prime: primes(ends, taken) });
    }),
    step('release', movers, { layer: last }),
  ];
}

interface Extras extends Partial<Pick<Step, 'layer' | 'prime' | 'southbound' | 'tunnels'>> {
  /** What would only follow when all have moved goes with it. */
  readonly all?: boolean;
}

function step(name: StageName, movers: readonly Mover[], extras: Extras = {}): Step {
  const { all = false, ...rest } = extras;
  const wishes = new Map(
    movers.map((mover) => [mover.draft.name, wishesOf(all ? 'write' : name, mover)]),
  );
  return { name, layer: 0, prime: [], southbound: null, wishes, ...rest };
}

function tunnelsBy(movers: readonly Mover[], of: (mover: Mover) => readonly TunnelMove[]) {
  return new Map(movers.map((mover) => [mover.draft.name, of(mover)]));
}

function southboundMove(fleet: Fleet, peers: ReadonlyMap<string, string>): SouthboundMove | null {
  const own = ownSouthbound(fleet);
  if (own === null || !own.chassis.ok) return null;
  const rows = own.chassis.value;
  const encaps = rows.flatMap(({ name, encaps }) =>
    encaps.flatMap(({ uuid, type, ip: before }) => {
      const after = peers.get(name) ?? before;
      return canonical(before) === canonical(after) ? [] : [{ uuid, type, before, after }];
    }),
  );
  return { via: own.via, remote: own.remote, chassis: rows.map(({ name }) => name), encaps };
}

function moversOf(
  fleet: Fleet,
  drafts: readonly NodePlan[],
  ends: readonly Endpoints[],
): readonly Mover[] {
  return drafts.flatMap((draft) => {
    const facts = fleet.nodes.find(({ spec }) => spec.name === draft.name)?.facts;
    const own = ends.find(({ node }) => node === draft.name);
    return facts === undefined || own === undefined ? [] : [{ draft, facts, ends: own }];
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

/** Members of cycles wait where nobody else is. */
function parking({ parked }: Order, places: ReadonlyMap<string, string>): Step {
  const wish = (node: string): Wish => ({
    column: 'external_ids',
    key: 'ovn-encap-ip',
    value: places.get(node) ?? null,
  });
  const wishes = new Map(parked.map((node) => [node, [wish(node)]]));
  return { name: 'park', layer: 0, prime: [], southbound: null, wishes };
}

/** Addresses that one machine had and another gets. */
function takenIn(ends: readonly Endpoints[]): readonly string[] {
  const holders = new Map(ends.flatMap(({ node, before }) => before.map((ip) => [ip, node])));
  return ends.flatMap(({ node, after }) =>
    after.filter((address) => (holders.get(address) ?? node) !== node),
  );
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return one.toSorted().join() === other.toSorted().join();
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
