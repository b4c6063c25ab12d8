import { dropPackets } from '../../lab/faults.ts';
import type { Lab } from '../../lab/lab.ts';
import { setByHand } from './fleet.ts';
import { node, onSecond, second, type Hazard } from './hazard.ts';
import { rewritten } from './inputs.ts';
import * as it from './proofs/index.ts';

const taken = it.published(1, (lab) => second(lab).underlay);
const silent = [taken, it.green, it.silence(0, 1)];

const onManagement = async (lab: Lab) => [
  await rewritten(lab, (text) =>
    lab.nodes
      .reduce((all, { underlay, management }) => all.replace(underlay, management), text)
      .replaceAll('br-phys', 'br-mgt'),
  ),
];

export const pathHazards: readonly Hazard[] = [
  {
    name: 'a cable is pulled behind a bridge that has the address',
    make: (lab) => dropPackets(lab, { on: 'underlay', to: second(lab) }),
    alone: silent,
    sees: 'micro02 … no ping passes between micro02 and 2 of its 2 peers over the underlay',
    outcome: 'refused',
  },
  {
    name: 'a filter between two nodes, one way',
    make: (lab) =>
      dropPackets(lab, {
        on: 'underlay',
        from: node(lab, 0),
        to: second(lab),
        matching: 'ether type ip',
      }),
    alone: [...silent, it.hears(0, 2)],
    sees: 'no ping passes between micro01 and micro02 over the underlay',
    outcome: 'refused',
  },
  {
    name: 'MTU 1400 on the path, 1500 on both NICs',
    make: (lab) =>
      dropPackets(lab, { on: 'underlay', from: node(lab, 0), to: second(lab), longerThan: 1400 }),
    alone: [taken, it.green, it.losesFullSize(0, 1)],
    sees: 'small pings pass between micro01 and micro02, but unfragmented ones of 1472 bytes do not',
    outcome: 'refused',
  },
  {
    name: 'the way to a peer leads by another NIC',
    make: (lab) => {
      const route = `${node(lab, 0).underlay}/32 via ${node(lab, 0).management} dev br-mgt`;
      return onSecond(`ip route add ${route}`, `ip route del ${route} || true`)(lab);
    },
    alone: [taken, it.green, it.onManagement(1, 0), it.silence(0, 1)],
    sees: 'micro02 … would send to micro01 by br-mgt, not by br-phys',
    outcome: 'refused',
  },
  {
    name: 'the underlay is the management network',
    // One of them at least has to move.
    make: (lab) => setByHand(lab, [node(lab, 0).underlay]),
    args: onManagement,
    sets: (lab) => lab.nodes.map(({ management }) => management),
    alone: [it.hears(0, 1)],
    sees: 'the underlay address … is the management address, too',
    outcome: 'warned',
  },
];
