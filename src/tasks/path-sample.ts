/** Up to so many nodes, every pair is asked about. */
const mostWhole = 64;

/** Beyond, each node is asked about so many, and so many are asked about it. */
const peersEach = 8;

/**
 * Whom a node of a fleet is asked about: everybody, or in a large fleet a sample, so that the cost
 * grows with the nodes and not with the pairs. There the nodes form a ring in inventory order, and
 * each is asked about its two neighbours and about nodes an eighth, a quarter and three eighths of
 * the ring away, on both sides: so every pair of the sample is asked both ways.
 */
export function peersOf<T>(nodes: readonly T[], at: number): readonly T[] {
  if (nodes.length <= mostWhole) return nodes.filter((_, other) => other !== at);
  return strides(nodes.length).flatMap((stride) =>
    [at + stride, at - stride].flatMap((peer) => nodes.at(peer % nodes.length) ?? []),
  );
}

/** Different ones, and less than half of the ring: else the two sides would meet. */
function strides(size: number): readonly number[] {
  const count = peersEach / 2;
  return Array.from({ length: count }, (_, nth) => Math.floor((nth * size) / peersEach) || 1);
}
