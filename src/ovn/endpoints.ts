import { canonical } from '../model/address.ts';
import type { Change } from '../model/change.ts';
import type { Nic, NodeFacts } from '../model/facts.ts';
import type { Fleet, NodePlan } from '../model/plan.ts';
import { effective, effectiveList, keys } from './keys.ts';
import { does } from './versions.ts';

/** The addresses that a node's tunnels end at: now, and once its draft is written. */
export interface Endpoints {
  readonly node: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** It keeps what it has. */
export function isStill({ before, after }: Pick<Endpoints, 'before' | 'after'>): boolean {
  return before.toSorted().join() === after.toSorted().join();
}

export function endpoints(fleet: Fleet, drafts: readonly NodePlan[]): readonly Endpoints[] {
  const byName = new Map(drafts.map((draft) => [draft.name, draft]));
  return fleet.nodes.map(({ spec, facts }) => {
    const before = endpointsOf(facts);
    const change = endpointChange(byName.get(spec.name)?.changes ?? []);
    return { node: spec.name, before, after: change ? listOf(change.after) : before };
  });
}

/** Where a node's tunnels end now, in canonical form. */
export function endpointsOf(facts: NodeFacts): readonly string[] {
  return effectiveList(facts, keys.encapIp).map(canonical);
}

/** The NICs that hold them; none: not known. */
export function endpointNics(facts: NodeFacts): readonly Nic[] {
  const ends = endpointsOf(facts);
  return facts.nics.filter(({ addresses }) =>
    addresses.some(({ address }) => ends.includes(address.text)),
  );
}

/** The change that moves a node's endpoint. */
export function endpointChange(changes: readonly Change[]): Change | undefined {
  return changes.find(isEndpoint);
}

export function isEndpoint({ key }: Pick<Change, 'key'>): boolean {
  return key === keys.encapIp;
}

/** A chassis that had no endpoint has no tunnel that could break. */
export function isFirst(change: Change): boolean {
  return isEndpoint(change) && change.before === null;
}

type Pair = Pick<Change, 'key' | 'after'>;

/** From this change on tunnels send from their own endpoint. */
export function addsSource({ key, after }: Pair): boolean {
  return key === keys.setLocalIp && after === 'true';
}

/** Not before every endpoint is where its peers expect it: mixtures need the source. */
export function dropsSource({ key, after }: Pair): boolean {
  return key === keys.setLocalIp && after !== 'true';
}

/** Whether this OVN names the source of a tunnel only where it is asked to. */
export function asksForSource({ ovnVersion }: Pick<NodeFacts, 'ovnVersion'>): boolean {
  return knows(ovnVersion) && !always(ovnVersion);
}

/** Whether a node's tunnels name their endpoint as source, once these changes are written. */
export function sendsFromEndpoint(facts: NodeFacts, changes: readonly Change[] = []): boolean {
  const change = changes.find(({ key }) => key === keys.setLocalIp);
  const { value } = effective(facts, 'external_ids', keys.setLocalIp);
  const asked = change === undefined ? value : change.after;
  return always(facts.ovnVersion) || (asked === 'true' && knows(facts.ovnVersion));
}

function knows(version: string | null): boolean {
  return does('knowsSource', version, { unknown: false });
}

function always(version: string | null): boolean {
  return does('alwaysNamesSource', version, { unknown: false });
}

function listOf(value: string | null): readonly string[] {
  return value?.split(',').map(canonical) ?? [];
}
