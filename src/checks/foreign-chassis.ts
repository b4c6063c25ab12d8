import { canonical } from '../model/address.ts';
import type { Fleet } from '../model/fleet.ts';
import type { Finding } from '../model/problem.ts';
import type { Check } from './check.ts';
import { endpoints } from './endpoints.ts';

/** A chassis outside the inventory that holds a wanted address; the nodes' own tunnels lead to it. */
export const foreignChassis: Check = (fleet, drafts) => {
  const holders = foreigners(fleet);
  return endpoints(fleet, drafts).flatMap(({ node, after }) =>
    after.flatMap((address): readonly Finding[] => {
      const chassis = holders.get(address);
      if (chassis === undefined) return [];
      return [{ nodes: [node], problem: { kind: 'foreign-chassis', address, chassis } }];
    }),
  );
};

/** Chassis names by address, of those that are no node of the inventory. */
function foreigners({ nodes }: Fleet): ReadonlyMap<string, string> {
  const ours = new Set(nodes.map(({ facts }) => facts.systemId));
  return new Map(
    nodes
      .flatMap(({ facts }) => facts.tunnels)
      .flatMap(({ chassis, remoteIp }): readonly (readonly [string, string])[] =>
        chassis === null || remoteIp === null || ours.has(chassis)
          ? []
          : [[canonical(remoteIp), chassis]],
      ),
  );
}
