import type { Fleet } from '../../model/plan.ts';
import type { Endpoints } from '../../ovn/endpoints.ts';

/** In which order endpoints move, so that no two chassis ever hold one address. */
export interface Order {
  /** Members of swaps and cycles: they go to their management address first, all at once. */
  readonly parked: readonly string[];
  /** The moves, once those are parked. */
  readonly moves: readonly Endpoints[];
  /** Then these, layer by layer: each takes only what the ones before it have freed. */
  readonly layers: readonly (readonly string[])[];
  /** No order lets these take their address. */
  readonly stuck: readonly Stuck[];
}

interface Stuck {
  readonly taker: string;
  readonly holder: string;
  readonly address: string;
}

/** Where members of a cycle can wait, by name. */
export type Places = ReadonlyMap<string, string>;

/** The management address of each node, unless another one uses it as its endpoint. */
export function parkingPlaces({ nodes }: Fleet, ends: readonly Endpoints[]): Places {
  const isUsed = (place: string, by: string): boolean =>
    ends.some(({ node, before, after }) => node !== by && [...before, ...after].includes(place));
  return new Map(
    nodes.flatMap(({ spec, facts }): readonly (readonly [string, string])[] => {
      const place = facts.managementIp?.text;
      return place === undefined || isUsed(place, spec.name) ? [] : [[spec.name, place]];
    }),
  );
}

export function order(moves: readonly Endpoints[], places: Places): Order {
  const parked = members(moves).filter((node) => places.has(node));
  const after = moves.map((move) => {
    const place = parked.includes(move.node) ? places.get(move.node) : undefined;
    return place === undefined ? move : { ...move, before: [place] };
  });
  return { parked, moves: after, ...layers(after) };
}

/** Those that wait for another one. */
export function handedOn({ parked, layers, stuck }: Order): readonly string[] {
  const late = layers.slice(1).flat();
  return [...new Set([...parked, ...late, ...stuck.map(({ taker }) => taker)])];
}

function layers(moves: readonly Endpoints[]): Pick<Order, 'layers' | 'stuck'> {
  const found: string[][] = [];
  let waiting = moves;
  while (waiting.length > 0) {
    const holders = holdersOf(waiting);
    const ready = waiting.filter((move) => takesFrom(move, holders).length === 0);
    if (ready.length === 0) return { layers: found, stuck: waiting.flatMap(stuckIn(holders)) };
    found.push(ready.map(({ node }) => node));
    waiting = waiting.filter((move) => !ready.includes(move));
  }
  return { layers: found, stuck: [] };
}

type Holders = ReadonlyMap<string, string>;

/** By address; what a node keeps is nobody's to take. */
function holdersOf(moves: readonly Endpoints[]): Holders {
  return new Map(moves.flatMap(({ node, before }) => before.map((address) => [address, node])));
}

function takesFrom({ node, after }: Endpoints, holders: Holders): readonly string[] {
  return after.flatMap((address) => holders.get(address) ?? []).filter((holder) => holder !== node);
}

function stuckIn(holders: Holders): (move: Endpoints) => readonly Stuck[] {
  return ({ node: taker, after }) =>
    after.flatMap((address) => {
      const holder = holders.get(address);
      return holder === undefined || holder === taker ? [] : [{ taker, holder, address }];
    });
}

/** Every node that waits, in the end, for itself. */
function members(moves: readonly Endpoints[]): readonly string[] {
  const holders = holdersOf(moves);
  const next = new Map(moves.map((move) => [move.node, takesFrom(move, holders)]));
  return moves.map(({ node }) => node).filter((node) => reachesItself(node, next));
}

function reachesItself(start: string, next: ReadonlyMap<string, readonly string[]>): boolean {
  const seen = new Set<string>();
  const waiting = [...(next.get(start) ?? [])];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node === start) return true;
    if (seen.has(node)) continue;
    seen.add(node);
    waiting.push(...(next.get(node) ?? []));
  }
  return false;
}
