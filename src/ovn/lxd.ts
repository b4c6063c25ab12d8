import type { LxdNetwork } from '../model/facts.ts';
import type { Fleet } from '../model/plan.ts';

/** The OVN networks of the LXD on these nodes; members of one cluster tell the same ones. */
export function lxdNetworks({ nodes }: Pick<Fleet, 'nodes'>): readonly LxdNetwork[] {
  const all = nodes.flatMap(({ facts }) => facts.lxd?.networks ?? []);
  return [...new Map(all.map((each) => [networkKey(each), each])).values()];
}

/** Alike for networks that are the same. */
export function networkKey({ project, name, mtu }: LxdNetwork): string {
  return JSON.stringify([project, name, mtu]);
}

/** Those that need more than this of an underlay. */
export function largerThan(mtu: number, networks: readonly LxdNetwork[]): readonly LxdNetwork[] {
  return networks.filter((each) => (each.mtu ?? 0) > mtu);
}
