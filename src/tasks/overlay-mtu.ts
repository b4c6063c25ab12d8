/** The argument `overlay_mtu`, as tasks that care for the size of packets take it. */
export const overlayMtu = {
  type: 'integer',
  minimum: 576,
  maximum: 65456,
  description: 'Largest packet of the overlay networks in bytes; default 1442.',
} as const;

/** What a NIC of 1500 bytes carries over IPv4. */
export const defaultOverlay = 1442;

/** In a packet of OVN, Geneve, its option and an inner Ethernet header: 8 + 8 + 14 bytes. */
const innerHeaders = 30;

/** Bytes of ICMP payload of a ping as long as the overlay's packets: its header is as long as UDP's, in both families. */
export function payloadOf(args: { readonly overlay_mtu?: number }): number {
  return (args.overlay_mtu ?? defaultOverlay) + innerHeaders;
}
