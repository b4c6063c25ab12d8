import type { Address } from './address.ts';

/** What one node is asked about the underlay: whom it reaches unfragmented, and by which NIC. */
export interface PathProbe {
  readonly node: string;
  readonly source: Address;
  /** Bytes of ICMP payload. */
  readonly payload: number;
  readonly targets: readonly { readonly node: string; readonly address: string }[];
}

/** The answer for one target. */
export interface PathAnswer {
  readonly from: string;
  readonly to: string;
  /** Bytes of ICMP payload of the packets that were sent, unfragmentable. */
  readonly payload: number;
  readonly sent: number;
  readonly received: number;
  /** Whether a small packet came back; null: not tried, for a large one did. */
  readonly small: boolean | null;
  /** The NIC that the route to the target takes; null: there is no route. */
  readonly device: string | null;
}

/** The first packets may get lost while neighbours are looked up: one that came back is enough. */
export function carries({ received }: PathAnswer): boolean {
  return received > 0;
}
