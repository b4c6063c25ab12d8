import { join } from 'node:path';
import { pause, resume } from '../lab/daemons.ts';
import type { Lab } from '../lab/lab.ts';
import { startRelay } from '../e2e/support/relay.ts';
import { inventoryWith } from '../support/lab.ts';
import type { Fault, Preparation, Scene } from './fault.ts';

/**
 * The database of the second node stops in the very moment in which the write of the second stage is
 * on its way to it; the write lands when it goes on, whatever happened meanwhile.
 */
export const lateWrite: readonly Fault[] = [
  fault('a write that lands late, in the middle of the run (SIGCONT)', 7000),
  fault('a write that lands late, when the nodes have reverted (SIGCONT)', 16_000),
];

function fault(name: string, lateMs: number): Fault {
  return {
    name,
    at: null,
    prepare: (lab, nodes) => relayed(lab, nodes, lateMs),
    ends: 'either',
    exit: [0, 8, 9],
  };
}

async function relayed(lab: Lab, [, node]: Scene['nodes'], lateMs: number): Promise<Preparation> {
  // The one folder of the node that this machine sees, too.
  const folder = join(node.dir, 'etc/openvswitch');
  const remote = 'punix:/etc/openvswitch/db.sock';
  await node.sh(`ovs-appctl -t ovsdb-server ovsdb-server/add-remote ${remote}`);
  let going: NodeJS.Timeout | undefined;
  const relay = await startRelay({ folder, socket: join(folder, 'db.sock') }, async (commit) => {
    if (commit !== 2) return;
    await pause(node, 'ovsdb-server');
    going = setTimeout(() => void resume(node, 'ovsdb-server'), lateMs);
  });
  const own = `${node.name}: { address`;
  const ovs = `${node.name}: { ovs: { db: "unix:/etc/openvswitch/relay.sock" }, address`;
  return {
    inventory: await inventoryWith(lab, own, ovs),
    undo: async () => {
      clearTimeout(going);
      await resume(node, 'ovsdb-server');
      relay.stop();
      await node.sh(`ovs-appctl -t ovsdb-server ovsdb-server/remove-remote ${remote}`);
    },
  };
}
