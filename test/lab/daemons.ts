import { readFile } from 'node:fs/promises';
import type { LabNode } from './node.ts';
import { printed } from './place.ts';

export type Daemon = keyof typeof pidFiles;

/** The daemon hangs: it holds its sockets and answers nothing. */
export async function pause(node: LabNode, daemon: Daemon): Promise<void> {
  await node.sh(`kill -STOP $(cat ${pidFiles[daemon]})`);
}

export async function resume(node: LabNode, daemon: Daemon): Promise<void> {
  await node.sh(`kill -CONT $(cat ${pidFiles[daemon]})`);
}

/** The daemon gets no chance to clean up. Sessions that sshd has opened live on. */
export async function kill(node: LabNode, daemon: Daemon): Promise<void> {
  await node.sh(killed(pidFiles[daemon]));
}

/** Also starts a daemon that was killed. */
export async function restart(node: LabNode, daemon: Daemon): Promise<void> {
  const pidFile = pidFiles[daemon];
  const script = await readFile(new URL('daemons.sh', import.meta.url), 'utf8');
  const started = `start ${daemon}\nuntil [ -s ${pidFile} ]; do sleep 0.01; done`;
  const steps = `${script}\n[ ! -e ${pidFile} ] || { ${killed(pidFile)}; }\n${started}`;
  printed(node.name, await node.run(['sh', '-e', '-s'], steps));
}

const pidFiles = {
  sshd: '/run/sshd.pid',
  'ovsdb-server': '/run/openvswitch/ovsdb-server.pid',
  'ovs-vswitchd': '/run/openvswitch/ovs-vswitchd.pid',
  'ovn-controller': '/run/ovn/ovn-controller.pid',
};

function killed(pidFile: string): string {
  const gone = 'while [ -d "/proc/$pid" ]; do sleep 0.01; done';
  return `pid=$(cat ${pidFile}); kill -KILL "$pid"; ${gone}; rm -f ${pidFile}`;
}
