import { canonical } from '../model/address.ts';
import type { NodeFacts, Tunnel } from '../model/facts.ts';
import type { TunnelEnds, TunnelMove } from '../model/move.ts';

/** Where a chassis and its peers end, once all have moved. */
export interface Ends {
  /** The chassis' own endpoint. */
  readonly own: string;
  /** Whether its tunnels name it as their source. */
  readonly sends: boolean;
  /** Endpoints of its peers by chassis; who is missing keeps the one that the tunnel has. */
  readonly peers: ReadonlyMap<string, string>;
}

/**
 * What ovn-controller would make of each tunnel of a node: it keeps a tunnel whose Port has the id
 * and whose Interface has the options that it would give it (encaps.c, `tunnel_add`). Whatever it
 * does not know as its own is left alone.
 */
export function tunnelMoves({ tunnels }: Pick<NodeFacts, 'tunnels'>, ends: Ends): TunnelMove[] {
  return tunnels.flatMap((tunnel) => {
    const before = endsOf(tunnel);
    if (before === null) return [];
    const after = moved(before, tunnel, ends);
    return same(before, after) ? [] : [{ port: tunnel.port, before, after }];
  });
}

/** The way back. */
export function reversed({ port, before, after }: TunnelMove): TunnelMove {
  return { port, before: after, after: before };
}

function endsOf({ port, id, chassis, remoteIp, localIp }: Tunnel): TunnelEnds | null {
  // As ovn-controller names them: `ovn<index>-<chassis, cut short>-<number>`.
  const own = id !== null && chassis !== null && /^ovn[\w.-]*$/.test(port);
  return own && remoteIp !== null ? { id, remoteIp, localIp } : null;
}

function moved({ id, remoteIp: old }: TunnelEnds, { chassis }: Tunnel, ends: Ends): TunnelEnds {
  const to = ends.peers.get(chassis ?? '') ?? old;
  // As OVN spells it, not as we would: the id is compared as text.
  const remoteIp = canonical(to) === canonical(old) ? old : to;
  const from = id.includes('%') ? `%${ends.own}` : '';
  return {
    id: `${chassis}@${remoteIp}${from}`,
    remoteIp,
    localIp: ends.sends ? ends.own : null,
  };
}

function same(one: TunnelEnds, other: TunnelEnds): boolean {
  return one.id === other.id && one.remoteIp === other.remoteIp && one.localIp === other.localIp;
}
