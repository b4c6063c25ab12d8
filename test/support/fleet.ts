import type { NodeFacts, Tunnel } from '../../src/model/facts.ts';
import type { Fleet, NodeState } from '../../src/model/plan.ts';
import type { NodeSpec } from '../../src/model/inventory.ts';
import { resolveEndpoint } from '../../src/planner/endpoint.ts';
import { spec } from './builders.ts';
import { facts, nic } from './facts.ts';

/** Node n of a fleet that has moved to its underlay, with OVN 25.03 running; tests say what differs. */
export function movedNode(
  n: number,
  differs: Partial<NodeFacts> = {},
  ids: Readonly<Record<string, string>> = {},
  specDiffers: Partial<NodeSpec> = {},
): NodeState {
  const plain = facts({
    managementIp: `198.18.0.${10 + n}`,
    nics: [nic('eth0', [`198.18.0.${10 + n}/24`]), nic('eth1', [`198.19.0.${10 + n}/24`])],
    external_ids: {
      'ovn-encap-ip': `198.19.0.${10 + n}`,
      'ovn-encap-type': 'geneve',
      'ovn-remote': 'tcp:198.18.0.253:6642',
      ...ids,
    },
    ovnVersion: '25.03.1',
    systemId: `micro0${n}`,
  });
  const read = { ...plain, ...differs };
  const node = spec(n, specDiffers);
  return { spec: node, facts: read, endpoint: resolveEndpoint(node, read) };
}

/** The tunnel from node `from` to node `to`, standing and proven. */
export function tunnel(from: number, to: number, differs: Partial<Tunnel> = {}): Tunnel {
  return {
    port: `ovn-micro0-${to}`,
    id: `micro0${to}@198.19.0.${10 + to}%198.19.0.${10 + from}`,
    chassis: `micro0${to}`,
    remoteIp: `198.19.0.${10 + to}`,
    localIp: `198.19.0.${10 + from}`,
    ofport: to,
    error: null,
    egress: 'eth1',
    received: 7,
    sent: 7,
    bfd: null,
    secured: false,
    ...differs,
  };
}

export function fleetOfNodes(...nodes: readonly NodeState[]): Fleet {
  return { nodes, unread: [], paths: null, southbound: [] };
}
