import type { FromSchema } from 'json-schema-to-ts';
import { parseAddress, type Family } from '../model/address.ts';
import type { Nic } from '../model/facts.ts';
import type { NodeState } from '../model/plan.ts';
import type { Problem } from '../problems/problem.ts';
import { endpointNics, endpointsOf } from '../ovn/endpoints.ts';
import { defaultOverlay, overlayMtu } from './overlay-mtu.ts';
import type { Task } from './task.ts';

const schema = {
  type: 'object',
  description: 'The underlay address is on its NIC, the NIC is up, and its MTU is enough.',
  additionalProperties: false,
  properties: { overlay_mtu: overlayMtu },
} as const;

/** Outer headers of a Geneve packet of OVN, inner Ethernet header included, in bytes. */
const overhead: Readonly<Record<Family, number>> = { IPv4: 58, IPv6: 78 };

export const underlayAddress: Task<FromSchema<typeof schema>> = {
  name: 'underlay_address',
  schema,
  judge: (args, fleet) =>
    fleet.nodes.flatMap((node) =>
      judgeNode(node, args.overlay_mtu).map((problem) => ({ nodes: [node.spec.name], problem })),
    ),
};

function judgeNode(node: NodeState, overlay: number | undefined): readonly Problem[] {
  if (!node.endpoint.ok) return [node.endpoint.error];
  const { address, nic } = node.endpoint.value;
  const declared = overlay ?? defaultOverlay;
  const needed = declared + overhead[address.family];
  if (nic.mtu < needed) {
    const { name, mtu } = nic;
    return [{ kind: 'mtu-too-small', interface: name, mtu, needed, overlay: declared }];
  }
  return overlay === undefined ? shrinking(node, nic) : [];
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
