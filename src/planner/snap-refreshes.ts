import type { SnapFacts } from '../model/facts.ts';
import type { Fleet, Stage } from '../model/plan.ts';
import type { Finding } from '../problems/problem.ts';

/** No run takes so long, and so long is the hold that is recommended. */
const runSeconds = 2 * 3600;

/** Nodes on which snapd may refresh MicroOVN during a run that writes: each of them restarts its ovn-controller. */
export function snapRefreshes(fleet: Fleet, stages: readonly Stage[]): readonly Finding[] {
  if (stages.length === 0) return [];
  return [true, false].flatMap((isKnown): readonly Finding[] => {
    const nodes = fleet.nodes
      .filter(({ facts: { microovnSnap: snap } }) => snap !== null && mayCome(snap) === isKnown)
      .map(({ spec }) => spec.name);
    return nodes.length === 0 ? [] : [{ nodes, problem: { kind: 'microovn-refresh', isKnown } }];
  });
}

/** false: who knows; null: no. */
function mayCome({ revision, held, refreshIn }: SnapFacts): boolean | null {
  if (held === true || refreshIn === 'held' || revision?.startsWith('x') === true) return null;
  if (refreshIn === null) return false;
  return refreshIn < runSeconds ? held !== null : null;
}
