import type { Family } from '../model/address.ts';
import type { LxdNetwork } from '../model/facts.ts';
import type { Fleet } from '../model/plan.ts';
import { largerThan, lxdNetworks } from '../ovn/lxd.ts';

/** The argument `overlay_mtu`, as tasks that care for the size of packets take it. */
export const overlayMtu = {
  type: 'integer',
  minimum: 576,
  maximum: 65456,
  description:
    'Largest packet of the overlay networks in bytes; default: the largest bridge.mtu of the OVN networks of LXD, else 1442.',
} as const;

/** Outer headers of a Geneve packet of OVN, inner Ethernet header included, in bytes. */
export const overhead: Readonly<Record<Family, number>> = { IPv4: 58, IPv6: 78 };

/** The arguments of a task that cares for the size of packets. */
export interface OverlayArgs {
  readonly overlay_mtu?: number;
}

/** How large the packets of the overlay are, and the networks of LXD that say so. */
export interface Overlay {
  readonly mtu: number;
  /** Empty: it is declared, or nobody says anything. */
  readonly networks: readonly LxdNetwork[];
}

/** What is declared, else the largest network of LXD, else what a NIC of 1500 bytes carries over IPv4. */
export function overlayOf({ overlay_mtu }: OverlayArgs, fleet: Fleet): Overlay {
  if (overlay_mtu !== undefined) return { mtu: overlay_mtu, networks: [] };
  const known = largerThan(0, lxdNetworks(fleet));
  const mtu = Math.max(...known.map((each) => each.mtu ?? 0));
  if (known.length === 0) return { mtu: 1442, networks: [] };
  return { mtu, networks: largerThan(mtu - 1, known) };
}

/** In a packet of OVN, Geneve, its option and an inner Ethernet header: 8 + 8 + 14 bytes. */
const innerHeaders = 30;

/** Bytes of ICMP payload of a ping as long as the overlay's packets: its header is as long as UDP's, in both families. */
export function payloadOf(args: OverlayArgs, fleet: Fleet): number {
  return overlayOf(args, fleet).mtu + innerHeaders;
}
