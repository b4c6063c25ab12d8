import type { Fleet } from '../../model/fleet.ts';
import type { Strategy } from '../../model/plan.ts';
import type { Cutover } from '../../model/play.ts';
import type { Finding } from '../../model/problem.ts';

/** How endpoints move, and what is said of it. */
export interface Choice {
  readonly strategy: Strategy;
  readonly findings: readonly Finding[];
}

/** In place where nothing speaks against it; docs/cutover.md has what each way costs. */
export function choose(cutover: Cutover, fleet: Fleet, reasons: readonly string[]): Choice {
  const nodes = fleet.nodes.map(({ spec }) => spec.name);
  if (cutover === 'synchronised') return { strategy: cutover, findings: failOvers(fleet) };
  if (reasons.length === 0) return { strategy: 'in-place', findings: cost(nodes, fleet) };
  if (cutover === 'in-place')
    return {
      strategy: cutover,
      findings: [{ nodes, problem: { kind: 'cutover-unsupported', reasons } }],
    };
  const carries = fleet.nodes.some(({ facts }) => facts.ovnRunning);
  const said: Finding = { nodes, problem: { kind: 'not-in-place', reasons } };
  return { strategy: 'synchronised', findings: carries ? [said, ...failOvers(fleet)] : [] };
}

/** Every flow through a tunnel misses once, right after the write. */
function cost(nodes: readonly string[], fleet: Fleet): readonly Finding[] {
  const flows = fleet.nodes.flatMap(({ facts }) => facts.ovs.flows ?? []);
  const most = Math.max(0, ...flows.map(({ current }) => current));
  const dumpMs = Math.max(0, ...flows.map((each) => each.dumpMs));
  return [{ nodes, problem: { kind: 'in-place', flows: most, dumpMs } }];
}

/** What the other way costs gateways: a tunnel that is made anew has lost its BFD session. */
function failOvers({ nodes }: Fleet): readonly Finding[] {
  const watched = nodes.filter(({ facts }) => facts.tunnels.some(({ bfd }) => bfd !== null));
  if (watched.length === 0) return [];
  const names = watched.map(({ spec }) => spec.name);
  return [{ nodes: names, problem: { kind: 'gateways-fail-over' } }];
}
