import { addsSource, dropsSource, type Endpoints, sendsFromEndpoint } from '../../ovn/endpoints.ts';
import type { Change, Wish } from '../../model/change.ts';
import type { NodeFacts } from '../../model/facts.ts';
import type { TunnelMove } from '../../model/move.ts';
import type { NodePlan, StageName } from '../../model/plan.ts';
import { isThaw, encapTypes } from '../../ovn/still.ts';
import { tunnelMoves } from '../../ovn/tunnel-move.ts';
import type { Step } from './fold.ts';

/** A node that is written: its net changes, and where its endpoint goes. */
export interface Mover {
  readonly draft: NodePlan;
  readonly facts: NodeFacts;
  readonly ends: Endpoints;
}

/** A stage of these nodes: what their keys shall be in it, where it is their own. */
export function step(name: StageName, movers: readonly Mover[]): Step {
  const wished = movers.map((mover) => [mover.draft.name, wishes[name]?.(mover) ?? []] as const);
  return { name, layer: 0, prime: [], southbound: null, wishes: new Map(wished) };
}

/** The tunnels of a node that only learn to send from the endpoint that they have. */
export function sourced({ facts, ends: { before }, draft }: Mover): readonly TunnelMove[] {
  const [own, ...more] = before;
  // Of several endpoints, which one ovn-controller takes is not ours to guess.
  if (own === undefined || more.length > 0 || !draft.changes.some(addsSource)) return [];
  const sourceless = facts.tunnels.filter(({ localIp }) => localIp === null);
  return tunnelMoves({ tunnels: sourceless }, { own, sends: true, peers: new Map() });
}

/** The tunnels of a node, once every chassis is where `peers` says. */
export function moved(
  { facts, ends: { after }, draft }: Mover,
  peers: ReadonlyMap<string, string>,
): readonly TunnelMove[] {
  const [own = ''] = after;
  return tunnelMoves(facts, { own, sends: sendsFromEndpoint(facts, draft.changes), peers });
}

const wishes: Readonly<Partial<Record<StageName, (mover: Mover) => readonly Wish[]>>> = {
  freeze: ({ facts }) => encapTypes(facts).map((each) => ({ ...each, value: null })),
  // Who stands still already, left by a run that died, goes on with the others.
  thaw: ({ facts, draft }) => [...encapTypes(facts), ...draft.changes.filter(isThaw).map(wish)],
  source: ({ draft }) => draft.changes.filter(addsSource).map(wish),
  'drop-source': ({ draft }) => draft.changes.filter(dropsSource).map(wish),
  move: ({ draft }) => draft.changes.filter((change) => !dropsSource(change)).map(wish),
  write: ({ draft }) => draft.changes.map(wish),
};

function wish({ column, key, after }: Change): Wish {
  return { column, key, value: after };
}
