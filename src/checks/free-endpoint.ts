import type { Check } from './check.ts';
import { endpoints } from './endpoints.ts';

/** Writing everywhere at once would let two chassis hold one address: whoever takes must wait. */
export const freeEndpoint: Check = (fleet, drafts) => {
  const all = endpoints(fleet, drafts);
  return all.flatMap((taker) =>
    all.flatMap((holder) =>
      holder.node === taker.node
        ? []
        : taker.after
            .filter((address) => holder.before.includes(address) && !holder.after.includes(address))
            .map((address) => ({
              nodes: [taker.node, holder.node],
              problem: {
                kind: 'endpoint-in-use' as const,
                address,
                taker: taker.node,
                holder: holder.node,
              },
            })),
    ),
  );
};
