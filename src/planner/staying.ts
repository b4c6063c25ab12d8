import type { Endpoint, Fleet, NodeState } from '../model/fleet.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { Problem } from '../problems/problem.ts';
import { endpointsOf } from '../ovn/endpoints.ts';

/** The fleet as the probes see it: who is not planned for keeps the endpoint that its database has. */
export function staying(fleet: Fleet, selected: ReadonlySet<string>): Fleet {
  const nodes = fleet.nodes.map((node) =>
    selected.has(node.spec.name) ? node : { ...node, endpoint: current(node) },
  );
  return { ...fleet, nodes };
}

function current({ facts }: NodeState): Result<Endpoint, Problem> {
  const [address = ''] = endpointsOf(facts);
  for (const nic of facts.nics) {
    const held = nic.addresses.find((each) => each.address.text === address);
    if (held !== undefined) return ok({ address: held.address, prefix: held.prefix, nic });
  }
  return err({ kind: 'address-missing', address, found: [] });
}
