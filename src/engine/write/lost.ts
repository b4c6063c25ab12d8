import type { Target } from '../read/observe.ts';
import type { NodeFacts } from '../../model/facts.ts';
import type { Fleet } from '../../model/plan.ts';
import type { Finding } from '../../problems/problem.ts';

/** Tunnels to peers that BFD reached when the run began, and does not reach now. */
export function fallen(targets: readonly Target[], { nodes }: Fleet): readonly Finding[] {
  const before = new Map(targets.map(({ spec, facts }) => [spec.name, reached(facts)]));
  return nodes.flatMap(({ spec, facts }): readonly Finding[] => {
    const now = reached(facts);
    const peers = [...(before.get(spec.name) ?? [])].filter((peer) => !now.has(peer));
    return peers.length === 0
      ? []
      : [{ nodes: [spec.name], problem: { kind: 'tunnel-down', peers } }];
  });
}

/** Of several tunnels to a peer OVN may take any: all of them must be up. */
function reached({ tunnels }: NodeFacts): ReadonlySet<string> {
  const watched = tunnels.filter(({ bfd }) => bfd !== null);
  const down = new Set(
    watched.filter(({ bfd }) => bfd?.state !== 'up').map(({ chassis }) => chassis),
  );
  return new Set(
    watched.flatMap(({ chassis }) => (chassis === null || down.has(chassis) ? [] : [chassis])),
  );
}

/** Nodes whose ovn-controller has gone since they were read: what they hold takes no effect. */
export function unattended(targets: readonly Target[], { nodes }: Fleet): readonly Finding[] {
  const running = new Map(nodes.map(({ spec, facts }) => [spec.name, facts.ovnRunning]));
  return targets
    .filter(({ spec, facts }) => facts.ovnRunning && running.get(spec.name) === false)
    .map(({ spec }) => ({ nodes: [spec.name], problem: { kind: 'tunnel-unattended' } }));
}
