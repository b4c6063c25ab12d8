import { setTimeout as sleep } from 'node:timers/promises';
import type { LabNode } from '../lab/lab.ts';

/**
 * The nodes that stand still when their time is over: an ovn-controller without an encap type waits.
 * Looks no longer than until the program has ended and nobody does. Who is off, or whose database
 * hangs, is not asked: the final look finds it.
 */
export async function standingStill(
  nodes: readonly LabNode[],
  until: number,
  ended: Promise<unknown>,
): Promise<readonly string[]> {
  await Promise.race([ended, sleep(until - Date.now(), undefined, { ref: false })]);
  for (;;) {
    const still = (await Promise.all(nodes.map(isStill))).flat();
    if (still.length === 0 || Date.now() > until) return still;
    await sleep(500);
  }
}

async function isStill(node: LabNode): Promise<readonly string[]> {
  const key = 'external_ids:ovn-encap-type';
  const get = ['ovs-vsctl', '--timeout=2', '--if-exists', 'get', 'Open_vSwitch', '.', key];
  const { exit, stdout } = await node.run(get).catch(() => ({ exit: 1, stdout: '' }));
  return exit === 0 && stdout.trim() === '' ? [node.name] : [];
}
