import type { Fleet } from '../../model/fleet.ts';
import type { Strategy } from '../../model/plan.ts';
import type { Cutover } from '../../model/play.ts';
import type { Finding } from '../../model/problem.ts';
import { atLeast } from '../../model/version.ts';

/**
 * Lists of endpoints forward in every mixture from OVN 24.09 on and black-hole in some below, so
 * that one older OVN decides for the whole fleet; docs/cutover.md has the measurements.
 */
export function strategyOf(cutover: Cutover, fleet: Fleet): Strategy {
  if (cutover !== 'auto') return cutover;
  const some = fleet.nodes.some(({ facts }) => facts.ovnVersion !== null);
  return some && tooOld(fleet).length === 0 ? 'make-before-break' : 'synchronised';
}

/** What the strategy costs gateways: a tunnel that is made anew has lost its BFD session. */
export function failOvers(strategy: Strategy, { nodes }: Fleet): readonly Finding[] {
  const watched = nodes.filter(({ facts }) => facts.tunnels.some((tunnel) => tunnel.bfd !== null));
  if (strategy === 'make-before-break' || watched.length === 0) return [];
  const names = watched.map(({ spec }) => spec.name);
  return [{ nodes: names, problem: { kind: 'gateways-fail-over' } }];
}

/** A strategy that the fleet's OVN cannot bear. */
export function unbearable(strategy: Strategy, fleet: Fleet): readonly Finding[] {
  const nodes = strategy === 'make-before-break' ? tooOld(fleet) : [];
  return nodes.map(({ name, version }) => ({
    nodes: [name],
    problem: { kind: 'cutover-unsupported', version },
  }));
}

function tooOld({ nodes }: Fleet): readonly { readonly name: string; readonly version: string }[] {
  return nodes.flatMap(({ spec, facts }) =>
    facts.ovnVersion === null || atLeast(facts.ovnVersion, '24.09')
      ? []
      : [{ name: spec.name, version: facts.ovnVersion }],
  );
}
