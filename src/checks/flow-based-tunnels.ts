import { usesFlowBasedTunnels } from '../ovn/tunnels.ts';
import type { Check } from './check.ts';
import { endpoints } from '../ovn/endpoints.ts';

/** Where endpoints move, nothing that a node can show proves that such tunnels followed. */
export const flowBasedTunnels: Check = (fleet, drafts) => {
  const using = fleet.nodes.filter(({ facts }) => usesFlowBasedTunnels(facts));
  const users = using.map(({ spec }) => spec.name);
  if (users.length === 0) return [];
  return endpoints(fleet, drafts)
    .filter(({ before, after }) => before.length > 0 && before.join() !== after.join())
    .map(({ node }) => ({ nodes: [node], problem: { kind: 'flow-based-tunnels', users } }));
};
