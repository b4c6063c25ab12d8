import type { Tunnel } from '../../model/facts.ts';
import { ok } from '../../model/result.ts';
import type { Read } from './fleet.ts';

/** Packets that each tunnel port had sent, or received, by node and port. */
export type Counted = ReadonlyMap<string, number>;

export function sentBy(reads: readonly Read[]): Counted {
  return counted(reads, ({ sent }) => sent);
}

export function receivedBy(reads: readonly Read[]): Counted {
  return counted(reads, ({ received }) => received);
}

/**
 * Counts what was sent from then on only: a port outlives a change of its peer, whose new port has
 * received nothing of what was sent before it was made.
 */
export function sinceThen<R extends Read>(then: Counted, read: R): R {
  return recounted(read, (each, key) => ({ ...each, sent: beyond(then.get(key), each.sent) }));
}

/** The same of what was received: a port that was moved in place has heard its peer at the old endpoint. */
export function receivedSince<R extends Read>(then: Counted, read: R): R {
  return recounted(read, (each, key) => {
    return { ...each, received: beyond(then.get(key), each.received) };
  });
}

/** Tells beside what was received how much of it was between the two looks. */
export function heardSince<R extends Read>(first: readonly Read[], read: R): R {
  const then = receivedBy(first);
  return recounted(read, (each, key) => ({ ...each, heard: beyond(then.get(key), each.received) }));
}

function counted(reads: readonly Read[], count: (tunnel: Tunnel) => number): Counted {
  return new Map(
    reads.flatMap(({ spec, facts }) =>
      facts.ok
        ? facts.value.tunnels.map((each) => [`${spec.name} ${each.port}`, count(each)] as const)
        : [],
    ),
  );
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
