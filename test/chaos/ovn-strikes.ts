import { restart } from '../lab/daemons.ts';
import { centralOf } from '../lab/gateway.ts';
import type { LabNode } from '../lab/lab.ts';
import type { Preparation, Scene } from './fault.ts';
import type { Strike } from './strikes.ts';

/** As a refresh of a snap does that takes no care. */
export const controllerRestarts: Strike = ({ nodes: [, node] }) => restart(node, 'ovn-controller');

/** It says goodbye: its row in the southbound database and its tunnels go with it. */
export const controllerStops: Strike = async ({ nodes: [, node] }) => {
  const pid = await node.sh('cat /run/ovn/ovn-controller.pid');
  const gone = `while [ -d /proc/${pid} ]; do sleep 0.01; done`;
  await node.sh(`ovn-appctl -t ovn-controller exit && timeout 10 sh -c '${gone}'`);
  return () => restart(node, 'ovn-controller');
};

/** A chassis that nobody has told us of, until the run has ended. */
export const chassisJoins: Strike = async ({ lab }) => {
  const central = centralOf(lab);
  await central.sh(`ovn-sbctl chassis-add newcomer geneve ${nobody}`);
  return async () => void (await central.sh('ovn-sbctl chassis-del newcomer'));
};

/** Another program sets the second node's endpoint in the southbound database. */
export const encapWritten: Strike = async ({ lab, nodes: [, { name }] }) => {
  const row = `$(ovn-sbctl --bare --columns=_uuid find Encap chassis_name=${name})`;
  await centralOf(lab).sh(`ovn-sbctl set Encap ${row} ip=${nobody}`);
};

/** Another program lets a tunnel of the second node lead to somewhere else. */
export const tunnelWritten: Strike = async ({ nodes: [, node] }) => {
  const port = await tunnelOf(node);
  await node.vsctl('--no-wait', 'set', 'Interface', port, `options:remote_ip=${nobody}`);
};

/** Another program lets a tunnel of the second node be of another chassis. */
export const tunnelRenamed: Strike = async ({ nodes: [, node] }) => {
  const port = await tunnelOf(node);
  const id = `external_ids:ovn-chassis-id=somebody@${nobody}`;
  await node.vsctl('--no-wait', 'set', 'Port', port, id);
};

const nobody = '198.18.255.99';

async function tunnelOf(node: LabNode): Promise<string> {
  const ports = await node.vsctl('--bare', '--columns=name', 'find', 'Interface', 'type=geneve');
  const [first = ''] = ports.split('\n');
  return first;
}

/** The southbound database answers nobody (SIGSTOP), until it goes on. */
export const southboundHangs: Strike = async ({ lab }) => {
  const central = centralOf(lab);
  await central.sh(`kill -STOP $(cat ${southboundPid})`);
  return async () => void (await central.sh(`kill -CONT $(cat ${southboundPid})`));
};

/** The southbound database takes no writes, as one that is the backup of another. */
export const southboundReadOnly: Strike = async ({ lab }) => {
  const central = centralOf(lab);
  const ask = 'ovn-appctl -t /run/ovn/ovnsb_db.ctl ovsdb-server';
  await central.sh(
    `${ask}/set-active-ovsdb-server tcp:127.0.0.1:1 && ${ask}/connect-active-ovsdb-server`,
  );
  return async () => void (await central.sh(`${ask}/disconnect-active-ovsdb-server`));
};

const southboundPid = '/run/ovn/ovnsb_db.pid';

/** What a workload needs that will start on the second node: `workloadStarts`. */
export async function newWorkload(
  lab: Scene['lab'],
  [, node]: Scene['nodes'],
): Promise<Preparation> {
  const central = centralOf(lab);
  const addresses = '"02:00:00:00:ff:ff 198.18.255.98"';
  await central.sh(`ovn-nbctl lsp-add overlay late -- lsp-set-addresses late ${addresses}`);
  return {
    undo: async () => {
      await node.vsctl('--no-wait', '--if-exists', 'del-port', 'br-int', 'late');
      await central.sh('ovn-nbctl lsp-del late');
    },
  };
}

export const workloadStarts: Strike = async ({ nodes: [, node] }) => {
  const set = ['set', 'Interface', 'late', 'type=internal', 'external_ids:iface-id=late'];
  await node.vsctl('--no-wait', 'add-port', 'br-int', 'late', '--', ...set);
};

/** OVN has made the flows of that workload. */
export async function workloadWorks([, node]: Scene['nodes']): Promise<readonly string[]> {
  const installed = ['wait-until', 'Interface', 'late', 'external_ids:ovn-installed=true'];
  const { exit } = await node.run(['ovs-vsctl', '--timeout=10', ...installed]);
  return exit === 0 ? [] : ['the new workload is not bound'];
}
