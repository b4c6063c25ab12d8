import { canonical } from '../model/address.ts';
import type { VifEndpoint } from '../model/facts.ts';
import type { Check } from './check.ts';
import { endpoints } from '../ovn/endpoints.ts';

/**
 * Interfaces that ask for an endpoint which goes. OVN then finds none of that address at the chassis
 * and takes whichever it has (binding.c, sbrec_get_port_encap): nothing is cut, what was asked for is lost.
 */
export const vifEndpoint: Check = (fleet, drafts) => {
  const asked = new Map(fleet.nodes.map(({ spec, facts }) => [spec.name, facts.vifEndpoints]));
  return endpoints(fleet, drafts).flatMap(({ node, before, after }) => {
    const gone = before.filter((address) => !after.includes(address));
    const vifs = (asked.get(node) ?? []).filter(({ ip }) => gone.includes(canonical(ip)));
    if (vifs.length === 0) return [];
    return [{ nodes: [node], problem: { kind: 'vif-endpoint', ...told(vifs) } }];
  });
};

function told(vifs: readonly VifEndpoint[]) {
  const interfaces = vifs.map((each) => each.interface);
  return { interfaces, addresses: [...new Set(vifs.map(({ ip }) => ip))] };
}
