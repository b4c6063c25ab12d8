import { enough } from '../tasks/tunnel-pair.ts';
import type { Tunnel } from '../model/facts.ts';
import type { Fleet, NodePlan, Phase } from '../model/plan.ts';
import type { Finding } from '../problems/problem.ts';
import { provenBy, exposures } from './outside-paths.ts';
import { outsiders, type Members, type Outsider } from './outsiders.ts';

/** What is known of the fleet beyond the nodes that were read, and how strict to be. */
export interface Outside {
  /** Left out: the nodes that there are. */
  readonly inventory?: Members;
  /** Nothing is refused for a chassis outside, it is only said; `of-run`: the inventory is a run's. */
  readonly outside?: 'said' | 'of-run';
  /** Chassis of which it is no news that they hear nobody. */
  readonly deaf?: ReadonlySet<string>;
}

/**
 * Nodes that move away from a chassis outside the inventory cut it off. One that the user knows, or
 * allows, must answer every node that moves: an answered ping proves both ways.
 */
export function chassisOutside(
  fleet: Fleet,
  chosen: readonly NodePlan[],
  { inventory, outside, phase }: Outside & { readonly phase: Phase },
): readonly Finding[] {
  if (outside !== undefined) return [];
  return exposures(fleet, chosen, inventory).flatMap((exposure): readonly Finding[] => {
    const { outsider, movers } = exposure;
    const who = named(outsider);
    const unproven = movers.filter((mover) => !provenBy(fleet, mover, outsider));
    const finding = (nodes: typeof movers, kind: 'chassis-outside' | 'outside-unproven') => ({
      nodes: nodes.map(({ name }) => name),
      problem: { kind, ...who },
    });
    return [
      ...(outsider.isKnown ? [] : [finding(movers, 'chassis-outside')]),
      ...(phase === 'asked' && unproven.length > 0 ? [finding(unproven, 'outside-unproven')] : []),
    ];
  });
}

/** What is said of chassis outside the inventory where nothing is refused for them. */
export function outsideRemarks(
  fleet: Fleet,
  chosen: readonly NodePlan[],
  { inventory, outside }: Outside,
): readonly Finding[] {
  const left = exposures(fleet, chosen, inventory).map(({ outsider: { chassis } }) => chassis);
  const isLeft = ({ chassis }: Outsider): boolean => left.includes(chassis);
  const kind = outside === 'of-run' ? 'not-of-the-run' : 'chassis-unlisted';
  return outsiders(fleet, inventory, chosen)
    .filter(
      (each) => !each.isKnown && (outside === 'said' || isLeft(each) === (outside === 'of-run')),
    )
    .map((each) => ({ nodes: each.witnesses, problem: { kind, ...named(each) } }));
}

/** Chassis outside the inventory that hear nobody, or are not heard: of their ends nothing else is known. */
export function cutOff(
  fleet: Fleet,
  { inventory, outside, deaf = new Set() }: Outside,
): readonly CutOff[] {
  if (outside !== undefined) return [];
  const all = outsiders(fleet, inventory).filter(({ chassis }) => !deaf.has(chassis));
  return all.flatMap((outsider) =>
    (['bfd', 'one-way'] as const).flatMap((sign): readonly CutOff[] => {
      const nodes = fleet.nodes
        .filter(({ facts }) => signOf(facts.tunnels, outsider) === sign)
        .map(({ spec }) => spec.name);
      if (nodes.length === 0) return [];
      return [{ nodes, problem: { kind: 'tunnel-outside', sign, ...named(outsider) } }];
    }),
  );
}

type CutOff = Finding & {
  readonly problem: { readonly kind: 'tunnel-outside'; readonly chassis: string };
};

/** Whether counters that are read twice could tell that a chassis outside sends nothing back. */
export function isSentOutside(fleet: Fleet, { inventory }: Outside): boolean {
  const all = new Set(outsiders(fleet, inventory).map(({ chassis }) => chassis));
  const isUsed = ({ chassis, sent, bfd }: Tunnel): boolean =>
    chassis !== null && all.has(chassis) && sent >= enough && bfd?.state !== 'up';
  return fleet.nodes.some(({ facts }) => facts.tunnels.some(isUsed));
}

/** A BFD session that is up has packets going both ways, whatever the workloads say. */
function signOf(tunnels: readonly Tunnel[], { chassis }: Outsider): 'bfd' | 'one-way' | null {
  const own = tunnels.filter((each) => each.chassis === chassis);
  const states = own.flatMap(({ bfd }) => bfd?.state ?? []);
  if (states.some((state) => state === 'down' || state === 'init')) return 'bfd';
  if (states.includes('up')) return null;
  const isSilent = own.every(({ received, heard = received }) => heard === 0);
  return isSilent && own.some(({ sent }) => sent >= enough) ? 'one-way' : null;
}

function named({ chassis, addresses }: Outsider) {
  return { chassis, addresses };
}
