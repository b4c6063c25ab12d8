import type { Change, Value, Wish } from '../../model/change.ts';
import type { TunnelMove } from '../../model/move.ts';
import type { NodeFacts } from '../../model/facts.ts';
import type { Fleet, Stage, StageWrite } from '../../model/plan.ts';

/** A stage as wishes: what each node's keys shall be after it. */
export interface Step extends Omit<Stage, 'writes'> {
  readonly wishes: ReadonlyMap<string, readonly Wish[]>;
  /** Tunnels that are re-addressed with them. */
  readonly tunnels?: ReadonlyMap<string, readonly TunnelMove[]>;
}

/** Turns steps into stages of changes; what holds already is not written, and no stage is empty. */
export function fold(steps: readonly Step[], fleet: Fleet): readonly Stage[] {
  const rows = new Map(fleet.nodes.map(({ spec, facts }) => [spec.name, rowOf(facts)]));
  const touched = touchedBy(steps);
  return steps
    .map(({ wishes, tunnels, ...stage }) => ({
      ...stage,
      writes: [...wishes].flatMap(([node, wanted]) => {
        const row = rows.get(node) ?? new Map<string, Value>();
        const keys = touched.get(node) ?? [];
        return writeOf({ node, row, keys, tunnels: tunnels?.get(node) ?? [] }, wanted);
      }),
    }))
    .filter(({ writes, southbound }) => writes.length > 0 || southbound !== null);
}

type Key = Pick<Wish, 'column' | 'key'>;

function id({ column, key }: Key): string {
  return `${column}:${key}`;
}

function rowOf({ ovs }: NodeFacts): Map<string, Value> {
  return new Map(
    (['external_ids', 'other_config'] as const).flatMap((column) =>
      Object.entries(ovs.columns[column]).map(([key, value]) => [id({ column, key }), value]),
    ),
  );
}

/** Every key that the steps touch on a node: all are guarded in each of its writes. */
function touchedBy(steps: readonly Step[]): ReadonlyMap<string, readonly Key[]> {
  const found = new Map<string, Map<string, Key>>();
  for (const [node, wishes] of steps.flatMap((step) => [...step.wishes])) {
    const keys = found.get(node) ?? new Map<string, Key>();
    for (const wish of wishes) keys.set(id(wish), wish);
    found.set(node, keys);
  }
  return new Map([...found].map(([node, keys]) => [node, [...keys.values()]]));
}

interface Node {
  readonly node: string;
  /** What it holds before; moved on to what it holds after. */
  readonly row: Map<string, Value>;
  readonly keys: readonly Key[];
  readonly tunnels: readonly TunnelMove[];
}

function writeOf(
  { node, row, keys, tunnels }: Node,
  wanted: readonly Wish[],
): readonly StageWrite[] {
  const wishes = new Map(wanted.map((wish) => [id(wish), wish]));
  const changes = [...wishes].flatMap(
    ([name, { column, key, value: after }]): readonly Change[] => {
      const before = row.get(name) ?? null;
      return before === after ? [] : [{ table: 'Open_vSwitch', column, key, before, after }];
    },
  );
  if (changes.length + tunnels.length === 0) return [];
  const changed = new Set(changes.map(id));
  const holds = keys
    .filter((key) => !changed.has(id(key)))
    .map(({ column, key }) => ({ column, key, value: row.get(id({ column, key })) ?? null }));
  for (const change of changes) row.set(id(change), change.after);
  return [{ node, changes, holds, tunnels }];
}
