import { systemIds } from '../checks/system-ids.ts';
import { canonical } from '../model/address.ts';
import type { Fleet, NodePlan } from '../model/plan.ts';
import type { Inventory, NodeSpec } from '../model/inventory.ts';

/** A chassis that is no node of the inventory. */
export interface Outsider {
  readonly chassis: string;
  /** Where its tunnels end. */
  readonly addresses: readonly string[];
  /** Nodes with a tunnel to it. */
  readonly peers: readonly string[];
  /** Nodes that tell of it: those, or who read of it in the southbound database. */
  readonly witnesses: readonly string[];
  /** The inventory names it as not ours. */
  readonly isKnown: boolean;
}

/** Every node that the user has, also where only a part of them was read. */
export type Members = Pick<Inventory, 'nodes' | 'outsiders'>;

/**
 * The chassis outside the inventory, as tunnels and southbound tell. A node that was not read may
 * be any chassis that its names and addresses do not tell apart: then nobody is called a stranger.
 */
export function outsiders(
  fleet: Fleet,
  members: Members = everybody(fleet),
  drafts: readonly NodePlan[] = [],
): readonly Outsider[] {
  const found = byChassis(fleet);
  for (const id of systemIds(fleet, drafts).flatMap(({ before, after }) => [before, after])) {
    if (id !== null) found.delete(id);
  }
  const read = new Set(fleet.nodes.map(({ spec }) => spec.name));
  const absent = members.nodes.filter(({ name }) => !read.has(name));
  const isUnsure = !absent.map((spec) => claim(spec, found)).every(Boolean);
  const known = new Set(members.outsiders);
  return [...found]
    .filter(([chassis]) => known.has(chassis) || !isUnsure)
    .map(([chassis, seen]) => outsider(chassis, seen, known.has(chassis)));
}

function everybody({ nodes, unread }: Fleet): Members {
  return { nodes: [...nodes, ...unread].map(({ spec }) => spec) };
}

interface Sighting {
  readonly node: string;
  readonly address: string | null;
  readonly byTunnel: boolean;
}

function byChassis({ nodes, southbound }: Fleet): Map<string, Sighting[]> {
  const found = new Map<string, Sighting[]>();
  const add = (chassis: string, sighting: Sighting): void => {
    const seen = found.get(chassis);
    if (seen === undefined) found.set(chassis, [sighting]);
    else seen.push(sighting);
  };
  for (const { spec, facts } of nodes) {
    for (const { chassis, remoteIp: address } of facts.tunnels) {
      // The one port of flow-based tunnels leads to everybody.
      if (chassis !== null && address !== 'flow')
        add(chassis, { node: spec.name, address, byTunnel: true });
    }
  }
  for (const { via: node, chassis: rows } of southbound) {
    for (const { name, encaps } of rows.ok ? rows.value : [])
      for (const { ip: address } of encaps) add(name, { node, address, byTunnel: false });
  }
  return found;
}

/** Takes out the chassis that a node which was not read is, as far as the inventory tells. */
function claim(spec: NodeSpec, found: Map<string, readonly Sighting[]>): boolean {
  const names = [spec.systemId, spec.name].filter((name) => name !== null);
  const underlay = spec.underlay === false ? undefined : spec.underlay?.ip?.address.text;
  const own = new Set([spec.address, underlay].flatMap((text) => (text ? [canonical(text)] : [])));
  const isAt = ([, seen]: readonly [string, readonly Sighting[]]): boolean =>
    seen.some(({ address }) => address !== null && own.has(canonical(address)));
  const chassis = names.find((name) => found.has(name)) ?? [...found].find(isAt)?.[0];
  return chassis !== undefined && found.delete(chassis);
}

function outsider(chassis: string, seen: readonly Sighting[], isKnown: boolean): Outsider {
  const addresses = seen.flatMap(({ address }) => (address === null ? [] : canonical(address)));
  const nodes = (all: readonly Sighting[]) => [...new Set(all.map(({ node }) => node))];
  return {
    chassis,
    addresses: [...new Set(addresses)].toSorted(),
    peers: nodes(seen.filter(({ byTunnel }) => byTunnel)),
    witnesses: nodes(seen),
    isKnown,
  };
}
