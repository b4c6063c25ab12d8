import type { Result } from './result.ts';

/** A chassis and where its tunnels end, as the southbound database holds them. */
export interface SouthboundChassis {
  readonly name: string;
  /** Its rows of the table Encap. */
  readonly encaps: readonly { readonly uuid: string; readonly type: string; readonly ip: string }[];
  /** It has to do with other zones (ovn-ic), which have databases of their own. */
  readonly interconnected: boolean;
}

/** What one node read of a southbound database; the error is the reason in words. */
export interface Southbound {
  /** As the playbook names it. */
  readonly remote: string;
  /** The node that was asked. */
  readonly via: string;
  readonly chassis: Result<readonly SouthboundChassis[], string>;
  /** The chassis of each gateway port (`cr-…`), null where none has it; empty where it was not read. */
  readonly gateways: ReadonlyMap<string, string | null>;
  /** Why that node could not re-address what it read; null: it could. */
  readonly refusal: string | null;
  /** Those of its servers that did not answer. */
  readonly silent: readonly string[];
}
