import type { FromSchema } from 'json-schema-to-ts';
import { parseAddress } from '../model/address.ts';
import type { Nic } from '../model/facts.ts';
import type { Fleet, NodeState } from '../model/plan.ts';
import type { Problem } from '../problems/problem.ts';
import { endpointNics, endpointsOf } from '../ovn/endpoints.ts';
import { largerThan, lxdNetworks } from '../ovn/lxd.ts';
import { lxdRemarks } from './lxd-remarks.ts';
import { overhead, type OverlayArgs, overlayMtu, overlayOf } from './overlay-mtu.ts';
import type { Task } from './task.ts';

const schema = {
  type: 'object',
  description: 'The underlay address is on its NIC, the NIC is up, and its MTU is enough.',
  additionalProperties: false,
  properties: { overlay_mtu: overlayMtu },
} as const;

export const underlayAddress: Task<FromSchema<typeof schema>> = {
  name: 'underlay_address',
  schema,
  judge: (args, fleet) => [
    ...fleet.nodes.flatMap((node) =>
      judgeNode(node, args, fleet).map((problem) => ({ nodes: [node.spec.name], problem })),
    ),
    ...lxdRemarks(args, fleet),
  ],
};

function judgeNode(node: NodeState, args: OverlayArgs, fleet: Fleet): readonly Problem[] {
  if (!node.endpoint.ok) return [node.endpoint.error];
  const { address, nic } = node.endpoint.value;
  const { mtu: overlay } = overlayOf(args, fleet);
  const about = { interface: nic.name, mtu: nic.mtu };
  const networks = largerThan(nic.mtu - overhead[address.family], lxdNetworks(fleet));
  const needed = overlay + overhead[address.family];
  if (nic.mtu < needed) return [{ kind: 'mtu-too-small', ...about, needed, overlay, networks }];
  if (networks.length > 0) return [{ kind: 'lxd-networks-break', ...about, networks }];
  return args.overlay_mtu === undefined && !isTold(fleet) ? shrinking(node, nic) : [];
}

/** How large all networks of LXD are, so that nothing has to be guessed. */
function isTold(fleet: Fleet): boolean {
  const told = fleet.nodes.flatMap(({ facts: { lxd } }) => lxd?.projects ?? []);
  return overlayOf({}, fleet).networks.length > 0 && told.every((projects) => projects === 'all');
}

/** LXD gave overlay networks 1500 bytes where the underlay carried them, and keeps that. */
function shrinking({ facts }: NodeState, to: Nic): readonly Problem[] {
  const current = parseAddress(endpointsOf(facts)[0] ?? '');
  const [from] = endpointNics(facts);
  if (current === null || from === undefined) return [];
  const large = 1500 + overhead[current.family];
  if (from.mtu < large || to.mtu >= large) return [];
  return [{ kind: 'mtu-shrinks', from: from.name, fromMtu: from.mtu, to: to.name, toMtu: to.mtu }];
}
