/** One address of one interface of one node, as `init` offers it for the underlay. */
export interface Candidate {
  /** The node's name in the inventory. */
  readonly node: string;
  readonly interface: string;
  /** `physical`, `vlan`, `bond`, `bridge` and so on, as the node's kernel calls it; else `unknown`. */
  readonly type: string;
  /** With the prefix length on the NIC: `198.19.0.11/16`; empty where an unfit NIC has none. */
  readonly address: string;
  readonly mtu: number;
  /** Mbit/s; null where the node does not say. */
  readonly speed: number | null;
  /** The node is reached by this NIC. */
  readonly management: boolean;
  /** Why it cannot serve, in a few words to be shown beside it; null: it can. */
  readonly unfit: string | null;
}
