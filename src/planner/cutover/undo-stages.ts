import type { Wish } from '../../model/change.ts';
import type { NodeFacts } from '../../model/facts.ts';
import type { Fleet, Stage, StageWrite } from '../../model/plan.ts';
import type { Undo } from '../../model/undo.ts';
import { addsSource, dropsSource, isEndpoint } from '../../ovn/endpoints.ts';
import { fold, type Step } from './fold.ts';
import { undropsSource, layerOf, timerUndo, undoOf } from './undo.ts';

/**
 * The stages that undo what these stages wrote, whichever of them came to pass: last layer
 * first, then the members of swaps from where they parked; source addresses are there before an
 * endpoint moves and stay until every one is the old one. What is not ours, or is gone already, is left alone.
 */
export function undoStages(stages: readonly Stage[], fleet: Fleet): readonly Stage[] {
  const layers = [...new Set(stages.map(({ layer }) => layer))].toSorted((a, b) => b - a);
  const step = (layer: number, undo: (node: string) => readonly Undo[]): Step => ({
    name: 'undo',
    layer,
    prime: [],
    southbound: null,
    wishes: new Map(
      fleet.nodes.map(({ spec: { name }, facts }) => [name, wishesOf(facts, undo(name))]),
    ),
  });
  return fold(
    [
      step(0, (node) =>
        undoOf(stages, node).filter(({ key, back }) => addsSource({ key, after: back })),
      ),
      ...layers.map((layer) =>
        step(layer, (node) => (layerOf(stages, node) === layer ? timerUndo(stages, node) : [])),
      ),
      step(0, (node) => undoOf(stages, node).filter((undo) => !undropsSource(undo))),
      step(0, (node) => undoOf(stages, node)),
    ],
    fleet,
  );
}

/**
 * Whether this write must wait for nodes that cannot be read: an address that one of them may still
 * hold is nobody's yet, and packets for it need our source.
 */
export function mustWait(
  stages: readonly Stage[],
  write: StageWrite,
  unread: readonly string[],
): boolean {
  const held = unread.flatMap((node) => undoOf(stages, node).filter(isEndpoint));
  if (onlyDropsSource(write)) return held.length > 0;
  const taken = write.changes.flatMap(({ after }) => after?.split(',') ?? []);
  return held
    .flatMap(({ ours, back }) => [...ours, back].flatMap((value) => value?.split(',') ?? []))
    .some((address) => taken.includes(address));
}

/** It removes a source address, and nothing else. */
export function onlyDropsSource({ changes }: StageWrite): boolean {
  return changes.every(dropsSource);
}

function wishesOf({ ovs }: NodeFacts, undo: readonly Undo[]): readonly Wish[] {
  return undo
    .filter(({ column, key, ours }) => ours.includes(ovs.columns[column][key] ?? null))
    .map(({ column, key, back }) => ({ column, key, value: back }));
}
