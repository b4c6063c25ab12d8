import type { Lab } from '../../lab/lab.ts';
import { kill } from '../../lab/daemons.ts';
import { eventually } from './eventually.ts';
import { neighbour, second, type Hazard } from './hazard.ts';
import * as it from './proofs/index.ts';

/** It needs a fleet of its own: OVN takes up to 8 s to come back to a new ovs-vswitchd. */
export const vswitchdHazard: Hazard = {
  name: 'ovs-vswitchd is dead',
  make: vswitchdDies,
  alone: [it.published(1, (lab) => second(lab).underlay), it.connected, it.silence(0, 1)],
  sees: 'micro02 … ovs-vswitchd does not answer: a write to the database would not take',
  outcome: 'refused',
};

/**
 * ovs-vswitchd of the second node dies, and the node can still be reached: as where management has
 * a NIC of its own, or the kernel switches packets. Here eth0 stands in for its bridge.
 */
async function vswitchdDies(lab: Lab): Promise<void> {
  const own = `${second(lab).management}/24`;
  await kill(second(lab), 'ovs-vswitchd');
  await second(lab).sh(`nft delete table netdev eth0 && ip neigh flush all
    ip addr del ${own} dev br-mgt && ip addr add ${own} dev eth0`);
  await eventually('the others know its new MAC', () => unheard(lab));
}

/** Whoever is asked learns the MAC of the asker: controller, central and peers. */
async function unheard(lab: Lab): Promise<string | null> {
  const others = [254, 253, 11, 13].map((last) => neighbour(second(lab).management, last));
  const { exit, stdout } = await second(lab).run(['fping', '-t', '500', '-r', '0', ...others]);
  return exit === 0 ? null : stdout;
}
