import type { Tunnel } from '../../model/facts.ts';
import { ok } from '../../model/result.ts';
import type { Read } from './fleet.ts';

/** Packets that each tunnel port had sent, or received, by node and port. */
export type Counted = ReadonlyMap<string, number>;

export function counted(reads: readonly Read[], what: 'sent' | 'received'): Counted {
  return new Map(
    reads.flatMap(({ spec, facts }) =>
      facts.ok
        ? facts.value.tunnels.map((each) => [`${spec.name} ${each.port}`, each[what]] as const)
        : [],
    ),
  );
}

/**
 * Counts from then on only. What was sent: a port outlives a change of its peer, whose new port has
 * received nothing of what was sent before it was made. What was received: a port that was moved in
 * place has heard its peer at the old endpoint.
 */
export function since<R extends Read>(then: Counted, what: 'sent' | 'received', read: R): R {
  return recounted(read, (each, key) => ({ ...each, [what]: beyond(then.get(key), each[what]) }));
}

/** Tells beside what was received how much of it was between the two looks. */
export function heardSince<R extends Read>(first: readonly Read[], read: R): R {
  const then = counted(first, 'received');
  return recounted(read, (each, key) => ({ ...each, heard: beyond(then.get(key), each.received) }));
}

function recounted<R extends Read>(read: R, change: (each: Tunnel, key: string) => Tunnel): R {
  const { spec, facts } = read;
  if (!facts.ok) return read;
  const tunnels = facts.value.tunnels.map((each) => change(each, `${spec.name} ${each.port}`));
  return { ...read, facts: ok({ ...facts.value, tunnels }) };
}

/** A port that was made anew counts from 0 again. */
function beyond(before = 0, now: number): number {
  return before > now ? now : now - before;
}
