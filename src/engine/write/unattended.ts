import type { Fleet } from '../../model/fleet.ts';
import type { Finding } from '../../problems/problem.ts';
import type { Target } from '../read/target.ts';

/** Nodes whose ovn-controller has gone since they were read: what they hold takes no effect. */
export function unattended(targets: readonly Target[], { nodes }: Fleet): readonly Finding[] {
  const running = new Map(nodes.map(({ spec, facts }) => [spec.name, facts.ovnRunning]));
  return targets
    .filter(({ spec, facts }) => facts.ovnRunning && running.get(spec.name) === false)
    .map(({ spec }) => ({ nodes: [spec.name], problem: { kind: 'tunnel-unattended' } }));
}
