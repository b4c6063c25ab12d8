/** Whoever knows the members of a cluster, in the order in which they are asked. */
export const memberSources = ['southbound', 'microovn', 'microcloud', 'lxd'] as const;

export type MemberSource = (typeof memberSources)[number];

/** What became of asking one source. */
export type SourceAnswer<Row> =
  | { readonly outcome: 'answered'; readonly rows: readonly Row[] }
  /** It is not on the node. */
  | { readonly outcome: 'absent' }
  | { readonly outcome: 'denied' | 'hanging' | 'failed' | 'garbage'; readonly reason: string };

/** A chassis in the southbound database that the node itself names. */
export interface ChassisRow {
  /** Its system-id. */
  readonly name: string;
  /** Empty where OVN knows none. */
  readonly hostname: string;
  /** Where its tunnels end now, each once. */
  readonly endpoints: readonly string[];
  /** Why it is none of this cluster's hosts: `is-remote`, `is-interconn` or `is-vtep`; null: it is. */
  readonly foreign: string | null;
}

/** A member as the software of a cluster names it; MicroOVN's names are system-ids. */
export interface ClusterRow {
  readonly name: string;
  /** Its management address, without a port. */
  readonly address: string;
}

/** What one node says of the members of its cluster. */
export interface Membership {
  readonly southbound: SourceAnswer<ChassisRow>;
  readonly microovn: SourceAnswer<ClusterRow>;
  readonly microcloud: SourceAnswer<ClusterRow>;
  readonly lxd: SourceAnswer<ClusterRow>;
}
