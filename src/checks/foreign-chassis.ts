import { canonical } from '../model/address.ts';
import type { Tunnel } from '../model/facts.ts';
import type { Fleet } from '../model/fleet.ts';
import type { NodePlan } from '../model/plan.ts';
import type { Finding } from '../problems/problem.ts';
import type { SouthboundChassis } from '../model/southbound.ts';
import type { Check } from './check.ts';
import { endpoints } from '../ovn/endpoints.ts';
import { systemIds } from './system-ids.ts';

/** A chassis outside the inventory that holds a wanted address, as tunnels and southbound tell. */
export const foreignChassis: Check = (fleet, drafts) => {
  const holders = foreigners(fleet, drafts);
  return endpoints(fleet, drafts).flatMap(({ node, after }) =>
    after.flatMap((address): readonly Finding[] => {
      const chassis = holders.get(address);
      if (chassis === undefined) return [];
      return [{ nodes: [node], problem: { kind: 'foreign-chassis', address, chassis } }];
    }),
  );
};

/** Chassis names by address, of those that are no node of the inventory. */
function foreigners(fleet: Fleet, drafts: readonly NodePlan[]): ReadonlyMap<string, string> {
  const { nodes, southbound } = fleet;
  // A host that is set up anew takes over what is left of the chassis that it was.
  const ours = new Set(systemIds(fleet, drafts).flatMap(({ before, after }) => [before, after]));
  const held = [
    ...nodes.flatMap(({ facts }) => facts.tunnels.map(peer)),
    ...southbound.flatMap(({ chassis }) => (chassis.ok ? chassis.value.flatMap(rows) : [])),
  ];
  return new Map(
    held.flatMap(({ chassis, ip }): readonly (readonly [string, string])[] =>
      chassis === null || ip === null || ours.has(chassis) ? [] : [[canonical(ip), chassis]],
    ),
  );
}

interface Held {
  readonly chassis: string | null;
  readonly ip: string | null;
}

function peer({ chassis, remoteIp: ip }: Tunnel): Held {
  return { chassis, ip };
}

function rows({ name: chassis, encaps }: SouthboundChassis): readonly Held[] {
  return encaps.map(({ ip }) => ({ chassis, ip }));
}
