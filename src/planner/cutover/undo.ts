import type { Change, Value } from '../../model/change.ts';
import type { Stage } from '../../model/plan.ts';
import type { Undo } from '../../model/undo.ts';
import { dropsSource, isFirst } from '../../ovn/endpoints.ts';
import { keys } from '../../ovn/keys.ts';
import { isThaw } from '../../ovn/still.ts';

/**
 * Everything that the stages write to a node, and what stood there before the first of them. A chassis
 * that a dead run left standing still is not made to stand still again.
 */
export function undoOf(stages: readonly Stage[], node: string): readonly Undo[] {
  const found = new Map<string, Undo>();
  const changes = stages.flatMap((stage) => changesOf(stage, node));
  const isNew = changes.some(isFirst);
  for (const change of changes) {
    const { column, key, before, after } = change;
    const known = found.get(`${column}:${key}`);
    if (known === undefined && isThaw(change) && !isNew) continue;
    const { back, ours } = known ?? { back: before, ours: [] };
    found.set(`${column}:${key}`, { column, key, back, ours: values(ours, back, after) });
  }
  return [...found.values()];
}

/**
 * What a node reverts without knowing of the others: a member of a swap goes to where it
 * parked, for its old address may be in use again, and `ovn-set-local-ip` stays, for a peer that is
 * still on its new endpoint needs it.
 */
export function timerUndo(stages: readonly Stage[], node: string): readonly Undo[] {
  const parking = stages.findIndex(
    (stage) => stage.name === 'park' && changesOf(stage, node).length > 0,
  );
  return undoOf(stages.slice(parking + 1), node).filter((undo) => !undropsSource(undo));
}

/** Takes the source address away: for the very end, when every endpoint is the old one. */
export function undropsSource({ key, back }: Undo): boolean {
  return dropsSource({ key, after: back });
}

/** The layer that a node moves in; a node in a later one is undone before it. */
export function layerOf(stages: readonly Stage[], node: string): number {
  return Math.max(
    0,
    ...stages
      .filter((stage) => changesOf(stage, node).some(({ key }) => key !== keys.setLocalIp))
      .map(({ layer }) => layer),
  );
}

function changesOf({ writes }: Stage, node: string): readonly Change[] {
  return writes.find((write) => write.node === node)?.changes ?? [];
}

/** What is there already needs no undoing. */
function values(ours: readonly Value[], back: Value, after: Value): readonly Value[] {
  return after === back || ours.includes(after) ? ours : [...ours, after];
}
