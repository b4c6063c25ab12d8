/** What can be wrong with a fleet as a whole, or with a node's place in it. */
export type FleetProblem =
  | { readonly kind: 'no-carrier'; readonly interface: string }
  | {
      readonly kind: 'mixed-families';
      readonly v4: readonly string[];
      readonly v6: readonly string[];
    }
  | { readonly kind: 'flow-based-tunnels'; readonly users: readonly string[] }
  | { readonly kind: 'foreign-chassis'; readonly address: string; readonly chassis: string }
  | { readonly kind: 'secondary-address'; readonly address: string; readonly version: string }
  | {
      readonly kind: 'shared-system-id';
      readonly systemId: string;
      readonly nodes: readonly string[];
    }
  | {
      readonly kind: 'mtu-shrinks';
      readonly from: string;
      readonly fromMtu: number;
      readonly to: string;
      readonly toMtu: number;
    }
  | { readonly kind: 'underlay-is-management'; readonly address: string }
  | { readonly kind: 'strict-rp-filter'; readonly interface: string }
  | { readonly kind: 'ipsec' }
  | {
      readonly kind: 'vif-endpoint';
      readonly interfaces: readonly string[];
      readonly addresses: readonly string[];
    }
  | { readonly kind: 'system-id-file'; readonly set: string; readonly file: string };
