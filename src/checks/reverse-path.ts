import type { Nic } from '../model/facts.ts';
import type { NodeState } from '../model/fleet.ts';
import type { Check } from './check.ts';
import { endpoints, type Endpoints } from './endpoints.ts';

/**
 * A strict filter drops what comes in by another NIC than the route back goes out by. While networks
 * cross, packets arrive at the old endpoint as well as at the new one.
 */
export const reversePath: Check = (fleet, drafts) => {
  const moves = new Map(endpoints(fleet, drafts).map((each) => [each.node, each]));
  return fleet.nodes.flatMap((node) =>
    strict(nicsOf(node, moves.get(node.spec.name))).map(({ name }) => ({
      nodes: [node.spec.name],
      problem: { kind: 'strict-rp-filter', interface: name },
    })),
  );
};

/** By which packets to the node arrive, from the first write to the last. */
function nicsOf({ facts: { nics }, endpoint }: NodeState, ends?: Endpoints): readonly Nic[] {
  const isLeft = ends !== undefined && ends.before.join() !== ends.after.join();
  const old = isLeft ? nics.filter((nic) => holdsOne(nic, ends.before)) : [];
  return [...new Set([...(endpoint.ok ? [endpoint.value.nic] : []), ...old])];
}

function holdsOne({ addresses }: Nic, wanted: readonly string[]): boolean {
  return addresses.some(({ address }) => wanted.includes(address.text));
}

function strict(nics: readonly Nic[]): readonly Nic[] {
  return nics.filter(({ rpFilter }) => rpFilter === 1);
}
