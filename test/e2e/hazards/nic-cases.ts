import { setMtu, type Undo } from '../../lab/faults.ts';
import type { Lab } from '../../lab/lab.ts';
import { onNic } from './fleet.ts';
import { onSecond, second, type Hazard } from './hazard.ts';
import { rewritten } from './inputs.ts';
import * as it from './proofs/index.ts';

const taken = it.published(1, (lab) => second(lab).underlay);
const silent = [taken, it.green, it.silence(0, 1)];

const secondOnPlainNic = async (lab: Lab) => [
  await rewritten(lab, (text) =>
    text.replace(
      `${second(lab).underlay}/24", interface: br-phys`,
      `${second(lab).underlay}/24", interface: eth2`,
    ),
  ),
];

/** The management network carries overlays of 1500 bytes, and the workloads make use of it. */
async function largeBefore(lab: Lab): Promise<Undo> {
  const undo = await Promise.all(lab.nodes.map((each) => setMtu(each, 'management', 1600)));
  await workloadMtu(lab, 1500);
  await it.passesFullSize(lab, 0, 1, 1500);
  return async () => {
    await workloadMtu(lab, 1400);
    for (const each of undo) await each();
  };
}

async function workloadMtu(lab: Lab, mtu: number): Promise<void> {
  for (const each of lab.workloads) {
    await each.node.sh(`ip link set ${each.name} mtu ${mtu === 1400 ? 1500 : mtu}`);
    await each.sh(`ip link set eth0 mtu ${mtu}`);
  }
}

export const nicHazards: readonly Hazard[] = [
  {
    name: 'the NIC is down',
    make: async (lab) => void (await second(lab).sh('ip link set br-phys down')),
    alone: silent,
    sees: 'micro02 … NIC br-phys is down bring it up on the node',
    outcome: 'refused',
  },
  {
    name: 'the NIC has no carrier',
    make: async (lab) => {
      const undo = await onSecond(
        'ip link add eth2 type veth peer name eth3 && ip link set eth2 up',
        'ip link del eth2',
      )(lab);
      await onNic(lab, 1, 'eth2', second(lab).underlay);
      return undo;
    },
    args: secondOnPlainNic,
    alone: silent,
    sees: 'micro02 … NIC eth2 is up, but has no carrier check cable',
    outcome: 'refused',
  },
  {
    name: "the NIC's MTU is below what the overlay needs",
    make: (lab) => setMtu(second(lab), 'underlay', 1400),
    alone: [taken, it.green, it.losesFullSize(0, 1)],
    sees: 'micro02 … MTU 1400 of NIC br-phys is too small: an overlay of 1442 bytes needs 1500',
    outcome: 'refused',
  },
  {
    name: 'a move from a NIC with MTU 1600 to one with 1500',
    make: largeBefore,
    alone: [taken, it.green, it.losesFullSize(0, 1, 1500)],
    sees: 'micro02 … the endpoint would move from br-mgt (MTU 1600) to br-phys (MTU 1500)',
    outcome: 'refused',
  },
  {
    name: 'a strict reverse-path filter',
    make: onSecond(
      'echo 1 >/proc/sys/net/ipv4/conf/br-phys/rp_filter',
      'echo 0 >/proc/sys/net/ipv4/conf/br-phys/rp_filter',
    ),
    alone: [taken, it.green, it.hears(0, 1)],
    sees: 'micro02 … NIC br-phys has a strict reverse-path filter (rp_filter=1)',
    outcome: 'warned',
  },
  {
    name: 'a strict reverse-path filter on the NIC that the endpoint leaves',
    make: onSecond(
      'echo 1 >/proc/sys/net/ipv4/conf/br-mgt/rp_filter',
      'echo 0 >/proc/sys/net/ipv4/conf/br-mgt/rp_filter',
    ),
    alone: [taken, it.green, it.hears(0, 1)],
    sees: 'micro02 … NIC br-mgt has a strict reverse-path filter (rp_filter=1)',
    outcome: 'warned',
  },
];
