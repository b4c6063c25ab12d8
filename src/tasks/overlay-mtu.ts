/** The argument `overlay_mtu`, as tasks that care for the size of packets take it. */
export const overlayMtu = {
  type: 'integer',
  minimum: 576,
  maximum: 65456,
  description: 'Largest packet of the overlay networks in bytes; default 1442.',
} as const;

/** What a NIC of 1500 bytes carries over IPv4. */
export const defaultOverlay = 1442;
