import type { Lab } from '../../lab/lab.ts';
import { node, second, type Hazard, type Proof } from './hazard.ts';
import { playbook, rewritten } from './inputs.ts';
import * as it from './proofs/index.ts';

/** A playbook says the value itself, where an inventory would not take it. */
const literal = (
  name: string,
  value: (lab: Lab) => string,
  traffic: Proof = it.silence(0, 1),
): Hazard => ({
  name,
  args: async (lab) => [lab.inventory, ...(await playbook(lab, 'micro02', `"${value(lab)}"`))],
  sets: (lab) => lab.nodes.map(({ underlay }, at) => (at === 1 ? value(lab) : underlay)),
  alone: [it.published(1, value), it.connected, it.synced, it.brokenPorts, traffic],
  sees: 'micro02 … ovn-encap-ip would become "…", which is not a plain IP address',
  outcome: 'refused',
});

export const nameHazards: readonly Hazard[] = [
  literal('an address with a prefix', (lab) => `${second(lab).underlay}/24`),
  literal('a host name', () => 'micro02.example'),
  literal(
    'a list with a blank',
    (lab) => `${second(lab).underlay}, ${second(lab).management}`,
    it.hears(0, 1),
  ),
  {
    name: 'a key for this chassis alone that disagrees (`ovn-encap-ip-<system-id>`)',
    make: async (lab) => {
      const key = `external_ids:ovn-encap-ip-micro02="${second(lab).management}"`;
      await second(lab).vsctl('--no-wait', 'set', 'Open_vSwitch', '.', key);
    },
    alone: [it.kept(1), it.connected, it.synced, it.silence(0, 1)],
    sees: 'micro02 … external_ids:ovn-encap-ip-micro02 is "…" and wins over the wanted "…"',
    outcome: 'refused',
  },
  {
    name: 'two nodes with one system-id',
    make: async (lab) => {
      const key = 'external_ids:system-id=micro01';
      await second(lab).vsctl('--no-wait', 'set', 'Open_vSwitch', '.', key);
    },
    alone: [it.contested, it.kept(1), it.connected, it.notSynced, it.silence(0, 1)],
    sees: 'micro01 and micro02 share the system-id micro01',
    outcome: 'refused',
  },
  {
    name: 'only a part of the fleet moves (`--limit micro01`)',
    args: async (lab) => [lab.inventory, '--limit', 'micro01'],
    sets: (lab) => lab.nodes.map((each, at) => (at === 0 ? each.underlay : each.management)),
    alone: [it.published(0, (lab) => node(lab, 0).underlay), it.green, it.silence(0, 1)],
    sees: 'micro01 … only a part of the fleet would move: micro02, micro03 would stay behind',
    outcome: 'refused',
  },
  {
    name: 'a chassis that the inventory does not name (an inventory without micro03)',
    args: async (lab) => [await rewritten(lab, (text) => text.replace(/\n +micro03:.*/, ''))],
    sets: (lab) => lab.nodes.map((each, at) => (at === 2 ? each.management : each.underlay)),
    alone: [it.published(0, (lab) => node(lab, 0).underlay), it.green, it.silence(0, 2)],
    sees: 'micro[01-02] … chassis micro03 (…) is not in the inventory: it would be cut off add it with …',
    outcome: 'refused',
  },
];
