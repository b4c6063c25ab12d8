import type { FromSchema } from 'json-schema-to-ts';
import type { Family } from '../model/address.ts';
import type { Endpoint, NodeState } from '../model/fleet.ts';
import type { Problem } from '../model/problem.ts';
import type { Task } from './task.ts';

const schema = {
  type: 'object',
  description: 'The underlay address is on its NIC, the NIC is up, and its MTU is enough.',
  additionalProperties: false,
  properties: {
    overlay_mtu: {
      type: 'integer',
      minimum: 576,
      maximum: 65456,
      description: 'Largest packet of the overlay networks in bytes; default 1442.',
    },
  },
} as const;

/** Outer headers of a Geneve packet of OVN, inner Ethernet header included, in bytes. */
const overhead: Readonly<Record<Family, number>> = { IPv4: 58, IPv6: 78 };

export const underlayAddress: Task<FromSchema<typeof schema>> = {
  name: 'underlay_address',
  schema,
  judge: (args, fleet) =>
    fleet.nodes.flatMap((node) =>
      judgeNode(node, args.overlay_mtu ?? 1442).map((problem) => ({
        nodes: [node.spec.name],
        problem,
      })),
    ),
};

function judgeNode({ endpoint }: NodeState, overlay: number): readonly Problem[] {
  return endpoint.ok ? mtuProblems(endpoint.value, overlay) : [endpoint.error];
}

function mtuProblems({ address, nic }: Endpoint, overlay: number): readonly Problem[] {
  const needed = overlay + overhead[address.family];
  if (nic.mtu >= needed) return [];
  return [{ kind: 'mtu-too-small', interface: nic.name, mtu: nic.mtu, needed, overlay }];
}
