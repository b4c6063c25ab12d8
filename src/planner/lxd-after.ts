import type { Nic } from '../model/facts.ts';
import type { Fleet, NodePlan, NodeState, Strategy } from '../model/plan.ts';
import type { Play } from '../model/play.ts';
import { endpointChange, endpointNics } from '../ovn/endpoints.ts';
import { largerThan, lxdNetworks } from '../ovn/lxd.ts';
import type { Finding } from '../problems/problem.ts';
import { overhead, payloadOf } from '../tasks/overlay-mtu.ts';
import { overlayPayload } from './outside-paths.ts';

/** LXD gives its networks no more, however large the underlay is (`getOptimalBridgeMTU`). */
const most = 1500;

/**
 * Networks of LXD that stay smaller than they could be once the endpoints have moved: it looks at the
 * underlay only where `bridge.mtu` is unset, and every member must carry what it then sets.
 */
export function lxdAfter(
  play: Play,
  fleet: Fleet,
  drafts: readonly NodePlan[],
  strategy: Strategy | null,
): readonly Finding[] {
  const known = largerThan(0, lxdNetworks(fleet));
  const networks = known.filter((each) => !largerThan(most - 1, known).includes(each));
  if (strategy === null || networks.length === 0 || fleet.unread.length > 0) return [];
  const byName = new Map(drafts.map((draft) => [draft.name, draft]));
  const sizes = fleet.nodes.map((node) => sizesOf(node, byName.get(node.spec.name)));
  const grows = sizes.some(({ before }) => before < most);
  if (!grows || sizes.some(({ after }) => after < most)) return [];
  const isProven = overlayPayload(play, fleet) >= payloadOf({ overlay_mtu: most }, fleet);
  const nodes = fleet.nodes.map(({ spec }) => spec.name);
  return [{ nodes, problem: { kind: 'lxd-networks-stay', networks, isProven } }];
}

/** What the underlay of a node leaves to its overlay: now, and once its draft is written. */
function sizesOf(node: NodeState, draft: NodePlan | undefined) {
  const moves = endpointChange(draft?.changes ?? []) !== undefined;
  const before = Math.min(...endpointNics(node.facts).map((nic) => room(nic, node)));
  const after = moves && node.endpoint.ok ? room(node.endpoint.value.nic, node) : before;
  return { before, after };
}

function room({ mtu }: Nic, { endpoint }: NodeState): number {
  return mtu - overhead[endpoint.ok ? endpoint.value.address.family : 'IPv4'];
}
