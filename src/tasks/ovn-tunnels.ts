import type { FromSchema } from 'json-schema-to-ts';
import type { Fleet, NodeState } from '../model/plan.ts';
import type { Finding, Problem } from '../problems/problem.ts';
import { effective, effectiveList, keys } from '../ovn/keys.ts';
import { endpointNics, endpointsOf, sendsFromEndpoint } from '../ovn/endpoints.ts';
import { usesFlowBasedTunnels } from '../ovn/tunnels.ts';
import { remotePattern } from '../ovn/remotes.ts';
import { judgeSouthbound } from './southbound.ts';
import { judgePair, type Chassis, type PairProblem } from './tunnel-pair.ts';
import type { Task } from './task.ts';

const schema = {
  type: 'object',
  description: 'Every tunnel exists, uses the endpoints of the databases and carries packets.',
  additionalProperties: false,
  properties: {
    timeout: {
      type: 'integer',
      minimum: 1,
      maximum: 600,
      description: 'How many seconds OVN gets to make the tunnels after a write; default 30.',
    },
    southbound: {
      type: 'string',
      title: 'OVSDB remotes: `tcp:`, `ssl:` or `unix:`, separated by commas',
      description:
        'The southbound database, as a node reaches it: its endpoints must be those of the nodes.',
      pattern: `^${remotePattern}(,${remotePattern})*$`,
      maxLength: 4096,
      examples: ['ssl:198.18.0.11:6642,ssl:198.18.0.12:6642'],
    },
  },
} as const;

export const ovnTunnels: Task<FromSchema<typeof schema>> = {
  name: 'ovn_tunnels',
  schema,
  patience: (args) => args.timeout ?? 30,
  southbound: (args) => args.southbound,
  settled: (args, fleet) => [...tunnelFindings(fleet), ...published(args.southbound, fleet)],
};

/** What is missing of the tunnels between the nodes, as their databases say they should be. */
export function tunnelFindings(fleet: Fleet): readonly Finding[] {
  const judged = fleet.nodes.map((node) => ({ node, obstacle: obstacle(node) }));
  const able = judged.filter((each) => each.obstacle === null).map(({ node }) => chassis(node));
  return [
    ...judged.flatMap(({ node: { spec }, obstacle: problem }) =>
      problem === null ? [] : [{ nodes: [spec.name], problem }],
    ),
    ...able.flatMap((from) => judgeNode(from, able)),
  ];
}

/** What could not be read says a check of its own. */
function published(remote: string | undefined, { nodes, southbound }: Fleet): readonly Finding[] {
  const rows = southbound.find((each) => each.remote === remote)?.chassis;
  return rows?.ok ? judgeSouthbound(nodes, rows.value) : [];
}

/** Why the tunnels of this node cannot be judged. */
function obstacle({ facts }: NodeState): Problem | null {
  const cannot = (reason: string): Problem => ({ kind: 'tunnels-not-applicable', reason });
  if (!facts.ovnRunning) return cannot('no ovn-controller runs here');
  if (effective(facts, 'external_ids', keys.remote).value === null) {
    return cannot('the node has no ovn-remote');
  }
  if (usesFlowBasedTunnels(facts)) {
    return cannot('it uses flow-based tunnels, whose ports name no peer');
  }
  return null;
}

function chassis({ spec, facts }: NodeState): Chassis {
  return {
    name: spec.name,
    systemId: facts.systemId,
    endpoints: endpointsOf(facts),
    sendsFromThem: sendsFromEndpoint(facts),
    zones: effectiveList(facts, keys.transportZones),
    nics: endpointNics(facts).map(({ name }) => name),
    tunnels: facts.tunnels,
  };
}

/** One finding a node and kind, naming every peer: a mesh of fifty has 2450 pairs. */
function judgeNode(from: Chassis, all: readonly Chassis[]): readonly Finding[] {
  const found = new Map<PairProblem['kind'], PairProblem>();
  for (const to of all) {
    for (const problem of to === from ? [] : judgePair(from, to)) {
      const before = found.get(problem.kind);
      found.set(problem.kind, before === undefined ? problem : merged(before, problem));
    }
  }
  return [...found.values()].map((problem) => ({ nodes: [from.name], problem }));
}

function merged(one: PairProblem, other: PairProblem): PairProblem {
  return { ...one, peers: [...one.peers, ...other.peers] };
}
