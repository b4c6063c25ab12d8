import { southboundServers, type SouthboundServer } from '../lab/central.ts';
import { centralOf } from '../lab/gateway.ts';
import type { Place } from '../lab/place.ts';
import { setRole } from '../lab/role.ts';
import type { Strike } from './strikes.ts';

/** The leader is killed, until it is started again. */
export const leaderDies: Strike = async ({ lab }) => {
  const central = centralOf(lab);
  return serverDies(central, await leaderOf(central));
};

/** One that follows is killed, until it is started again. */
export const followerDies: Strike = async ({ lab }) => {
  const central = centralOf(lab);
  const leader = await leaderOf(central);
  return serverDies(central, leader === first ? 'ovnsb_db2' : first);
};

/** The southbound database, where it is one server, is killed, until it is started again as it was. */
export const southboundDies: Strike = ({ lab }) => serverDies(centralOf(lab), first);

/** Another server leads as soon as somebody has written something. */
export const leaderChangesNext: Strike = async ({ lab }) => {
  const central = centralOf(lab);
  await central.sh(`${controlOf(await leaderOf(central))} ${handOver}`);
};

/** Another server leads. Who writes may lose its connection to the one that did. */
export const leaderChanges: Strike = async ({ lab }) => {
  const central = centralOf(lab);
  const control = controlOf(await leaderOf(central));
  const leads = `${control} cluster/status OVN_Southbound | grep -q 'Role: leader'`;
  const write = 'ovn-sbctl set SB_Global . external_ids:written=$(date +%s%N)';
  await central.sh(`${control} ${handOver}; while ${leads}; do ${write} || sleep 0.1; done`);
};

const handOver = 'cluster/failure-test transfer-leadership-after-sending-append-request';

/** A chassis may write rows of its own only, until the run has ended. */
export const refusesByRole: Strike = async ({ lab }) => {
  await setRole(lab, 'ovn-controller');
  return () => setRole(lab, '');
};

const [first] = southboundServers;

async function leaderOf(central: Place): Promise<SouthboundServer> {
  for (const server of southboundServers) {
    const status = await central.sh(`${controlOf(server)} cluster/status OVN_Southbound`);
    if (status.includes('Role: leader')) return server;
  }
  throw new Error('nobody leads the southbound database');
}

function controlOf(server: SouthboundServer): string {
  return `ovn-appctl -t /run/ovn/${server}.ctl`;
}

async function serverDies(central: Place, server: SouthboundServer) {
  const gone = 'while [ -d "/proc/$pid" ]; do sleep 0.01; done';
  const command = `pid=$(cat /run/ovn/${server}.pid); tr '\\0' ' ' <"/proc/$pid/cmdline"`;
  const start = await central.sh(`${command}; kill -KILL "$pid"; ${gone}`);
  const serves = `ovsdb-client --timeout=20 wait unix:/run/ovn/${server}.sock OVN_Southbound connected`;
  return async () => void (await central.sh(`${start} && ${serves}`));
}
