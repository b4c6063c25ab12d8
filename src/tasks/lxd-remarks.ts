import type { LxdNetwork } from '../model/facts.ts';
import type { Fleet } from '../model/plan.ts';
import { networkKey } from '../ovn/lxd.ts';
import type { Finding, Problem } from '../problems/problem.ts';
import type { OverlayArgs } from './overlay-mtu.ts';

/** What of LXD's networks is not known, or not told alike, where the overlay's MTU follows from them. */
export function lxdRemarks({ overlay_mtu }: OverlayArgs, fleet: Fleet): readonly Finding[] {
  if (overlay_mtu !== undefined) return [];
  return [...unread(fleet), ...disagreement(fleet)];
}

/** Where nobody who was asked has an LXD, those who were not asked may have one. */
function unread({ nodes }: Fleet): readonly Finding[] {
  const wasAsked = nodes.some(({ facts: { lxd } }) => lxd !== null && lxd.unread !== 'not-asked');
  return nodes.flatMap(({ spec, facts: { lxd } }): readonly Finding[] => {
    if (lxd === null || (lxd.unread === 'not-asked' && wasAsked)) return [];
    const about = (problem: Problem) => [{ nodes: [spec.name], problem }];
    if (lxd.unread !== null) return about({ kind: 'lxd-unread', reason: lxd.unread });
    return lxd.projects === 'all' ? [] : about({ kind: 'lxd-default-only' });
  });
}

/** Members of one cluster tell the same, or something is wrong with it. */
function disagreement({ nodes }: Fleet): readonly Finding[] {
  const told = nodes.flatMap(({ spec, facts: { lxd } }) =>
    lxd?.networks ? [{ node: spec.name, networks: lxd.networks }] : [],
  );
  const isCommon = (each: LxdNetwork): boolean =>
    told.every(({ networks }) => networks.some((other) => networkKey(other) === networkKey(each)));
  const answers = told.map(({ node, networks }) => ({
    node,
    networks: networks.filter((each) => !isCommon(each)),
  }));
  if (answers.every(({ networks }) => networks.length === 0)) return [];
  return [{ nodes: told.map(({ node }) => node), problem: { kind: 'lxd-disagrees', answers } }];
}
