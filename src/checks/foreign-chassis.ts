import { canonical } from '../model/address.ts';
import type { Fleet, NodePlan } from '../model/plan.ts';
import type { Finding } from '../problems/problem.ts';
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
  const rows = southbound.flatMap(({ chassis }) => (chassis.ok ? chassis.value : []));
  const held = [
    ...nodes.flatMap(({ facts }) =>
      facts.tunnels.map((each) => [each.chassis, each.remoteIp] as const),
    ),
    ...rows.flatMap(({ name, encaps }) => encaps.map(({ ip }) => [name, ip] as const)),
  ];
  return new Map(
    held.flatMap(([chassis, ip]): readonly (readonly [string, string])[] =>
      chassis === null || ip === null || ours.has(chassis) ? [] : [[canonical(ip), chassis]],
    ),
  );
}
