import { ok } from '../model/result.ts';
import type { Read } from './fleet.ts';

/** Packets that each tunnel port had sent, by node and port. */
export type Sent = ReadonlyMap<string, number>;

export function sentBy(reads: readonly Read[]): Sent {
  return new Map(
    reads.flatMap(({ spec, facts }) =>
      facts.ok
        ? facts.value.tunnels.map(({ port, sent }) => [`${spec.name} ${port}`, sent] as const)
        : [],
    ),
  );
}

/**
 * Counts what was sent from then on only: a port outlives a change of its peer, whose new port has
 * received nothing of what was sent before it was made.
 */
export function sinceThen<R extends Read>(then: Sent, read: R): R {
  const { spec, facts } = read;
  if (!facts.ok) return read;
  const tunnels = facts.value.tunnels.map((each) => {
    const before = then.get(`${spec.name} ${each.port}`) ?? 0;
    // A port that was made anew counts from 0 again.
    return before > each.sent ? each : { ...each, sent: each.sent - before };
  });
  return { ...read, facts: ok({ ...facts.value, tunnels }) };
}
