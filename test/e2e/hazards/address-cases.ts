import type { Lab } from '../../lab/lab.ts';
import { inventoryWith } from '../../support/lab.ts';
import { alwaysOwnSource, ovnVersion } from '../../support/ovn-version.ts';
import { onNic } from './fleet.ts';
import { neighbour, node, overIPv6, second, workload, type Hazard } from './hazard.ts';
import { playbook } from './inputs.ts';
import * as it from './proofs/index.ts';
import { boundTo } from './southbound.ts';

/** What all nodes get, with another value for the second. */
const secondSets = (value: (lab: Lab) => string) => (lab: Lab) =>
  lab.nodes.map(({ underlay }, at) => (at === 1 ? value(lab) : underlay));

/** The lab's inventory, with another underlay address for the second node. */
const secondWants = (value: (lab: Lab) => string) => async (lab: Lab) => {
  const from = `"${node(lab, 1).underlay}/24"`;
  return [await inventoryWith(lab, from, `"${value(lab)}"`)];
};

const nowhere = (lab: Lab) => neighbour(node(lab, 1).underlay, 99);
const secondary = (lab: Lab) => neighbour(node(lab, 1).underlay, 112);
const second6 = (lab: Lab) => overIPv6(node(lab, 1));

export const addressHazards: readonly Hazard[] = [
  {
    name: 'the address is on another NIC',
    make: (lab) => onNic(lab, 1, 'br-mgt', node(lab, 1).underlay),
    alone: [it.published(1, (lab) => node(lab, 1).underlay), it.green, it.silence(0, 1)],
    sees: 'micro02 … address … is on NIC br-mgt, not on br-phys correct underlay.interface',
    outcome: 'refused',
  },
  {
    name: 'the address is on no NIC',
    args: secondWants((lab) => `${nowhere(lab)}/24`),
    sets: secondSets(nowhere),
    alone: [it.published(1, nowhere), it.green, it.silence(0, 1)],
    sees: 'micro02 … address … is on no NIC; the node has …',
    outcome: 'refused',
  },
  {
    name: 'one IPv6 endpoint among IPv4 ones',
    args: secondWants((lab) => `${second6(lab)}/64`),
    sets: secondSets(second6),
    alone: [it.published(1, second6), it.green, it.silence(0, 1)],
    sees: 'IPv4 endpoints (micro01, micro03) and IPv6 endpoints (micro02) would be mixed',
    outcome: 'refused',
  },
  {
    name: 'a secondary address, with `ovn-set-local-ip: "false"` in the playbook',
    make: async (lab) =>
      void (await node(lab, 1).sh(`ip addr add ${secondary(lab)}/24 dev br-phys`)),
    args: async (lab) => [
      ...(await secondWants((lab) => `${secondary(lab)}/24`)(lab)),
      ...(await playbook(lab, 'all', '"{{ underlay_ip }}", ovn-set-local-ip: "false"')),
    ],
    sets: secondSets(secondary),
    alone: [
      it.published(1, secondary),
      it.green,
      it.silence(0, 1),
      it.switchLogged(0, 'receive tunnel port not found'),
    ],
    sees: 'micro02 … is a secondary address, and OVN 23.03.… would not send from it here',
    outcome: 'refused',
    goneFrom: alwaysOwnSource,
  },
  {
    name: 'an interface that asks for the old endpoint (`external_ids:encap-ip`)',
    make: async (lab) => {
      const { name } = workload(lab, 1);
      const column = 'external_ids:encap-ip';
      await second(lab).vsctl('set', 'Interface', name, `${column}=${second(lab).management}`);
      // A later OVN binds a port to an endpoint only where its chassis has several.
      const ovn = await ovnVersion(lab);
      if (ovn.startsWith('23.03')) await boundTo(lab, name, second(lab).management);
      return async () => {
        await second(lab).vsctl('remove', 'Interface', name, 'external_ids', 'encap-ip');
      };
    },
    alone: [it.published(1, (lab) => node(lab, 1).underlay), it.unbound(1), it.hears(0, 1)],
    sees: 'micro02 … ask for an endpoint that this move removes: external_ids:encap-ip is …',
    outcome: 'warned',
  },
];
