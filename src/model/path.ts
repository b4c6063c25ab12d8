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
  readonly sent: number;
  readonly received: number;
  /** The NIC that the route to the target takes; null: there is no route. */
  readonly device: string | null;
}
