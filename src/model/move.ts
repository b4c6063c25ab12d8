/** Where a tunnel's port leads, as ovn-controller names it and sets it (encaps.c). */
export interface TunnelEnds {
  /** `ovn-chassis-id` of the Port. */
  readonly id: string;
  readonly remoteIp: string;
  /** null: the kernel chooses the source address. */
  readonly localIp: string | null;
}

/** A tunnel that keeps its port and gets other ends; `before` is the guard. */
export interface TunnelMove {
  readonly port: string;
  readonly before: TunnelEnds;
  readonly after: TunnelEnds;
}

/** Rows of the southbound database that change in one transaction, and what must hold for it. */
export interface SouthboundMove {
  /** The node that carries it out. */
  readonly via: string;
  /** The database as that node's ovn-controller reaches it. */
  readonly remote: string;
  /** The names of all chassis; null: whichever there are. */
  readonly chassis: readonly string[] | null;
  /** Rows of the table Encap that keep their identity and get another address. */
  readonly encaps: readonly {
    readonly uuid: string;
    readonly type: string;
    readonly before: string;
    readonly after: string;
  }[];
}
