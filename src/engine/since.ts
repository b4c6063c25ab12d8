import type { Tunnel } from '../model/facts.ts';
import type { Read } from './fleet.ts';

/**
 * The same reading with sent packets counted from an earlier one on: a port that stays counts what it
 * sent to the peer's former port, too, and the peer's new one has received none of that.
 */
export function since<T extends Read>(earlier: Read | undefined, now: T): T {
  const { facts } = now;
  if (!facts.ok || !earlier?.facts.ok) return now;
  const before = new Map(earlier.facts.value.tunnels.map((tunnel) => [tunnel.port, tunnel.sent]));
  const tunnels = facts.value.tunnels.map((tunnel): Tunnel => {
    const sent = tunnel.sent - (before.get(tunnel.port) ?? 0);
    // A counter that went back belongs to a port that was made anew.
    return { ...tunnel, sent: sent < 0 ? tunnel.sent : sent };
  });
  return { ...now, facts: { ...facts, value: { ...facts.value, tunnels } } };
}
