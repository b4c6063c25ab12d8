import type { FromSchema } from 'json-schema-to-ts';
import type { LxdNetwork } from '../model/facts.ts';
import type { Endpoint, Fleet, PathProbe } from '../model/plan.ts';
import type { Finding } from '../problems/problem.ts';
import { lxdRemarks } from './lxd-remarks.ts';
import { overlayMtu, overlayOf, payloadOf } from './overlay-mtu.ts';
import { pathFindings } from './path-findings.ts';
import { peersOf } from './path-sample.ts';
import type { Task } from './task.ts';

const schema = {
  type: 'object',
  description: 'Every node reaches every other over the underlay, unfragmented.',
  additionalProperties: false,
  properties: { overlay_mtu: overlayMtu },
} as const;

type Args = FromSchema<typeof schema>;

export const underlayPath: Task<Args> = {
  name: 'underlay_path',
  schema,
  probe: (args, fleet) => {
    const all = endpoints(fleet);
    return (['IPv4', 'IPv6'] as const).flatMap((family) =>
      probes(
        all.filter(({ address }) => address.family === family),
        payloadOf(args, fleet),
      ),
    );
  },
  payload: payloadOf,
  judge: lxdRemarks,
  judgePaths: (args, fleet) => {
    const nics = new Map(endpoints(fleet).map(({ node, nic }) => [node, nic.name]));
    // The ways to outsiders are judged by a rule of their own. Larger ones were asked for where a node told
    // of larger networks, and could not be read any more.
    const answers = fleet.paths?.filter(
      ({ to, payload }) => payload >= payloadOf(args, fleet) && nics.has(to),
    );
    return pathFindings(answers ?? [], nics).map(naming(overlayOf(args, fleet).networks));
  },
};

/** Which networks of LXD need what does not pass. */
function naming(networks: readonly LxdNetwork[]) {
  return ({ nodes, problem }: Finding): Finding =>
    problem.kind === 'path-mtu' ? { nodes, problem: { ...problem, networks } } : { nodes, problem };
}

type NodeEndpoint = Endpoint & { readonly node: string };

function endpoints({ nodes }: Fleet): readonly NodeEndpoint[] {
  return nodes.flatMap(({ spec, endpoint }) =>
    endpoint.ok ? { node: spec.name, ...endpoint.value } : [],
  );
}

function probes(nodes: readonly NodeEndpoint[], payload: number): readonly PathProbe[] {
  if (nodes.length < 2) return [];
  return nodes.map(({ node, address: source }, at) => {
    const targets = peersOf(nodes, at).map(({ node, address }) => ({
      node,
      address: address.text,
    }));
    return { node, source, payload, targets };
  });
}
