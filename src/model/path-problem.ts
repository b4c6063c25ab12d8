/** What can be wrong with the ways over the underlay. */
export type PathProblem =
  | {
      readonly kind: 'path-broken';
      readonly from: string;
      readonly to: string;
      readonly payload: number;
      /** The other way is good. */
      readonly oneWay: boolean;
    }
  | {
      readonly kind: 'path-mtu';
      readonly from: string;
      /** One peer, or how many of them. */
      readonly to: string;
      readonly payload: number;
    }
  | {
      readonly kind: 'path-isolated';
      readonly node: string;
      /** The peers that it does not reach. */
      readonly peers: number;
      readonly of: number;
      /** Pings from the other side pass. */
      readonly oneWay: boolean;
    }
  | {
      readonly kind: 'path-wrong-nic';
      readonly from: string;
      readonly to: readonly string[];
      readonly device: string;
      readonly expected: string;
    };
