import type { Result } from './result.ts';

/** A chassis and where its tunnels end, as the southbound database holds them. */
export interface SouthboundChassis {
  readonly name: string;
  readonly encaps: readonly { readonly type: string; readonly ip: string }[];
}

/** What one node read of a southbound database; the error is the reason in words. */
export interface Southbound {
  /** As the playbook names it. */
  readonly remote: string;
  /** The node that was asked. */
  readonly via: string;
  readonly chassis: Result<readonly SouthboundChassis[], string>;
}

/** Where it does not say what the nodes say. */
export type SouthboundProblem =
  | {
      readonly kind: 'southbound-missing';
      readonly systemId: string;
      /** Other chassis that hold an endpoint of this one. */
      readonly holders: readonly string[];
    }
  | {
      readonly kind: 'southbound-disagrees';
      readonly systemId: string;
      /** Texts such as `geneve 198.19.0.11`. */
      readonly found: readonly string[];
      readonly wanted: readonly string[];
      readonly holders: readonly string[];
    }
  | { readonly kind: 'southbound-unread'; readonly remote: string; readonly reason: string };
