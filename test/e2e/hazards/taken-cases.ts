import type { Lab } from '../../lab/lab.ts';
import { inventoryWith } from '../../support/lab.ts';
import { onNic, setByHand, tunnelTo } from './fleet.ts';
import { central, neighbour, node, type Hazard } from './hazard.ts';
import { rewritten } from './inputs.ts';
import * as it from './proofs/index.ts';
import { rejection } from './southbound.ts';

const first = (lab: Lab) => node(lab, 0).underlay;
const third = (lab: Lab) => node(lab, 2).underlay;

/** What all nodes get, with another value for the second. */
const secondSets = (value: (lab: Lab) => string) => (lab: Lab) => [
  first(lab),
  value(lab),
  third(lab),
];

/** Of the two that are left in the inventory, the second wants the address of the third. */
const takesOverThird = async (lab: Lab) => [
  await rewritten(lab, (text) =>
    text.replace(/\n +micro03:.*/, '').replace(node(lab, 1).underlay, third(lab)),
  ),
];

const swapped = async (lab: Lab) => [
  await rewritten(lab, (text) =>
    text
      .replace(first(lab), 'swapped')
      .replace(node(lab, 1).underlay, first(lab))
      .replace('swapped', node(lab, 1).underlay),
  ),
];

const rejected = [it.kept(1), it.logged(1, rejection), it.connected, it.notSynced];

export const takenHazards: readonly Hazard[] = [
  {
    name: 'two nodes with one address',
    make: (lab) => onNic(lab, 1, 'br-phys', first(lab)),
    args: async (lab) => {
      const from = `ip: "${node(lab, 1).underlay}/24"`;
      return [await inventoryWith(lab, from, `subnet: ${neighbour(first(lab), 0)}/24`)];
    },
    sets: secondSets(first),
    alone: [...rejected, it.silence(0, 1)],
    sees: 'micro01 and micro02 would both have endpoint …',
    outcome: 'refused',
  },
  {
    name: 'two nodes swap their addresses',
    make: async (lab) => {
      await setByHand(lab, [first(lab), node(lab, 1).underlay, third(lab)]);
      await onNic(lab, 1, 'br-phys', first(lab));
      await onNic(lab, 0, 'br-phys', node(lab, 1).underlay);
    },
    args: swapped,
    // By then mcreconcile has swapped them: whoever swaps them back by hand gets stuck.
    alone: [
      it.kept(1, first),
      it.kept(0, (lab) => node(lab, 1).underlay),
      it.connected,
      it.silence(0, 1),
    ],
    sees: 'an address goes from one node to another: micro01, micro02 cannot move without losing',
    outcome: 'warned',
  },
  {
    name: 'an address that a chassis outside the inventory holds',
    make: async (lab) => {
      const [{ management: one }, { management: two }] = [node(lab, 0), node(lab, 1)];
      await setByHand(lab, [one, two, third(lab)]);
      await tunnelTo(lab, 0, third(lab));
      await onNic(lab, 1, 'br-phys', third(lab));
    },
    args: takesOverThird,
    sets: secondSets(third),
    alone: rejected,
    sees: 'micro02 … address … is held by chassis micro03, which is not in the inventory',
    outcome: 'refused',
  },
  {
    name: 'an address that the row of a removed chassis still holds',
    make: async (lab) => {
      await central(lab).sh(`ovn-sbctl chassis-add ghost geneve ${node(lab, 1).underlay}`);
      await tunnelTo(lab, 0, node(lab, 1).underlay);
    },
    alone: [...rejected, it.silence(0, 1)],
    sees: 'micro02 … held by chassis ghost, … if it is gone for good: `ovn-sbctl chassis-del ghost`',
    outcome: 'refused',
  },
];
