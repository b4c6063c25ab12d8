import type { NodeInput } from '../schema/inventory.ts';

/** One layer over another: maps merge by key, other values replace. */
export function merge(under: NodeInput, over: NodeInput): NodeInput {
  return {
    ...under,
    ...over,
    ssh: { ...under.ssh, ...over.ssh },
    ovs: { ...under.ovs, ...over.ovs },
    vars: { ...under.vars, ...over.vars },
    ...mergedUnderlay(under.underlay, over.underlay),
  };
}

type Underlay = NodeInput['underlay'];

// `false` is no map: it replaces the one under it, and is replaced by the one over it.
function mergedUnderlay(under: Underlay, over: Underlay): Pick<NodeInput, 'underlay'> {
  if (typeof under !== 'object' || typeof over !== 'object') return {};
  return { underlay: { ...under, ...over } };
}
