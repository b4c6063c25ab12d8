import type { Fleet, Strategy } from '../../model/plan.ts';
import type { Cutover } from '../../model/play.ts';
import type { Finding } from '../../problems/problem.ts';

interface Choice {
  readonly strategy: Strategy;
  readonly findings: readonly Finding[];
}

/** In place where nothing speaks against it; docs/cutover.md has what each way costs. */
export function choose(cutover: Cutover, fleet: Fleet, reasons: readonly string[]): Choice {
  const nodes = fleet.nodes.map(({ spec }) => spec.name);
  const choice = (strategy: Strategy, problem: Finding['problem'], more = failOvers(fleet)) => ({
    strategy,
    findings: [{ nodes, problem }, ...more],
  });
  if (cutover === 'synchronised') return { strategy: cutover, findings: failOvers(fleet) };
  if (reasons.length === 0) return choice('in-place', { kind: 'in-place', ...flowsOf(fleet) }, []);
  if (cutover === 'in-place') return choice(cutover, { kind: 'cutover-unsupported', reasons }, []);
  const carries = fleet.nodes.some(({ facts }) => facts.ovnRunning);
  if (!carries) return { strategy: 'synchronised', findings: [] };
  return choice('synchronised', { kind: 'not-in-place', reasons });
}

/** Every flow through a tunnel misses once, right after the write: the most that a node has. */
function flowsOf({ nodes }: Fleet) {
  const found = nodes.flatMap(({ facts }) => facts.ovs.flows ?? []);
  const flows = Math.max(0, ...found.map(({ current }) => current));
  return { flows, dumpMs: Math.max(0, ...found.map(({ dumpMs }) => dumpMs)) };
}

/** What the other way costs gateways: a tunnel that is made anew has lost its BFD session. */
function failOvers({ nodes }: Fleet): readonly Finding[] {
  const watched = nodes.filter(({ facts }) => facts.tunnels.some(({ bfd }) => bfd !== null));
  const names = watched.map(({ spec }) => spec.name);
  return names.length === 0 ? [] : [{ nodes: names, problem: { kind: 'gateways-fail-over' } }];
}
