import { catchSh } from '../../generated/scripts.js';
import { parseAddress } from '../../model/address.ts';
import type { NodeFacts } from '../../model/facts.ts';
import type { TunnelMove } from '../../model/move.ts';
import { ok } from '../../model/result.ts';
import { effective, keys } from '../../ovn/keys.ts';
import { type Question, scriptOf } from '../question.ts';
import { catchPort } from './port.ts';

/** Longer than anybody stands still. */
const seconds = 30;

/** OVN's own have 32 bits. */
const cookie = '0x6d63726563000000';

/**
 * Has a node that stands still take what comes to an old endpoint from a new one, or the other way round:
 * between two nodes' writes no tunnel takes that. Nothing fails without it, but for those packets.
 */
export function catchQuestion(facts: NodeFacts, moves: readonly TunnelMove[]): Question<null> {
  const { vsctl, db } = facts.ovs;
  const variables = {
    vsctl,
    db: db === null ? '' : `--db=${db}`,
    bridge: effective(facts, 'external_ids', keys.bridge).value ?? 'br-int',
    port: catchPort,
    tunnel: moves[0]?.port ?? '',
    cookie,
    seconds,
    flows: moves.flatMap((move) => flowsOf(facts, move)).join(' '),
  };
  return {
    phase: 'putting in the catch-all port',
    script: scriptOf(variables, catchSh),
    parse: () => ok(null),
  };
}

/** What comes from either address of a peer goes on as if the tunnel to it had taken it. */
function flowsOf({ tunnels }: NodeFacts, { port, before, after }: TunnelMove): readonly string[] {
  const ofport = tunnels.find((tunnel) => tunnel.port === port)?.ofport ?? 0;
  const ips = new Set([before.remoteIp, after.remoteIp]);
  return [...ips].flatMap((ip) => {
    const address = parseAddress(ip);
    if (address === null || ofport < 1) return [];
    const source = address.family === 'IPv6' ? 'tun_ipv6_src' : 'tun_src';
    return [`${source}=${address.text},actions=resubmit(${ofport},0)`];
  });
}
