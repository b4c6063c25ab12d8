/** A chassis that is no node of the inventory, and where its tunnels end. */
interface OfOutsider {
  readonly chassis: string;
  readonly addresses: readonly string[];
}

/** What is to be said of chassis outside the inventory. */
export type OutsideProblem =
  /** The nodes would move away from it. */
  | ({ readonly kind: 'chassis-outside' } & OfOutsider)
  /** It does not answer where the nodes will be. */
  | ({ readonly kind: 'outside-unproven' } & OfOutsider)
  /** Nothing moves, but the next move would leave it behind. */
  | ({ readonly kind: 'chassis-unlisted' } & OfOutsider)
  /** A rollback moves away from it, and knows the nodes of its run only. */
  | ({ readonly kind: 'not-of-the-run' } & OfOutsider)
  | ({
      readonly kind: 'tunnel-outside';
      /** How it shows: the BFD session is not up, or packets go and none come. */
      readonly sign: 'bfd' | 'one-way';
    } & OfOutsider);
