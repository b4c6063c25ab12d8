import type { Change } from '../model/change.ts';
import type { NodeFacts, Tunnel } from '../model/facts.ts';
import { effectiveList } from './effective.ts';
import { isSource } from './source.ts';

/**
 * Where tunnels begin to send from their own endpoint, they get it as `local_ip` in the same
 * transaction: ovn-controller then finds them as it wants them and keeps them, flows and all. It
 * makes every other one anew, which costs up to two packets of 10 ms (encaps.c, `tunnel_add`).
 * Commands of ovs-vsctl; a tunnel that is gone meanwhile is passed over.
 */
export function keepTunnels(facts: NodeFacts, changes: readonly Change[]): readonly string[][] {
  const [endpoint, ...more] = effectiveList(facts, 'ovn-encap-ip');
  const begins = changes.length === 1 && changes.every(isSource);
  // Of several endpoints, which one ovn-controller takes is not ours to guess.
  if (!begins || endpoint === undefined || more.length > 0) return [];
  const source = `options:local_ip=${JSON.stringify(endpoint)}`;
  return facts.tunnels
    .filter(isSourceless)
    .map(({ port }) => ['--if-exists', 'set', 'Interface', port, source]);
}

/** As ovn-controller names them: `ovn<index>-<chassis, cut short>-<number>`. */
function isSourceless({ port, chassis, localIp }: Tunnel): boolean {
  return chassis !== null && localIp === null && /^ovn[\w.-]*$/.test(port);
}
