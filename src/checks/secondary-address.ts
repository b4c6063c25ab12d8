import type { NodeState } from '../model/plan.ts';
import { sendsFromEndpoint } from '../ovn/endpoints.ts';
import type { Check } from './check.ts';

/**
 * Tunnels to a secondary address are black holes where the node does not send from it: OVN below
 * 22.03 cannot, and up to 24.08 does not with ovn-set-local-ip=false (ovn-controller(8)).
 */
export const secondaryAddress: Check = (fleet, drafts) =>
  fleet.nodes.flatMap((node) => {
    const draft = drafts.find(({ name }) => name === node.spec.name);
    const address = secondaryEndpoint(node);
    const version = node.facts.ovnVersion;
    if (draft === undefined || address === null || version === null) return [];
    if (sendsFromEndpoint(node.facts, draft.changes)) return [];
    return [{ nodes: [node.spec.name], problem: { kind: 'secondary-address', address, version } }];
  });

function secondaryEndpoint({ endpoint }: NodeState): string | null {
  if (!endpoint.ok) return null;
  const { address, nic } = endpoint.value;
  const held = nic.addresses.find((each) => each.address.text === address.text);
  return held?.secondary === true ? address.text : null;
}
