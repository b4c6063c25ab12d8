import { setTimeout as sleep } from 'node:timers/promises';
import { kill, pause, restart, resume, type Daemon } from '../lab/daemons.ts';
import { dropPackets, type Undo } from '../lab/faults.ts';
import type { LabNode } from '../lab/lab.ts';
import type { Scene } from './fault.ts';

export type Strike = (scene: Scene) => Promise<Undo | void>;

/** The program is not asked: it is gone, or told. */
export function signalled(...names: readonly NodeJS.Signals[]): Strike {
  return async ({ program }) => {
    for (const [at, name] of names.entries()) {
      program.signal(name);
      // Two signals of one kind at once are one signal; and a stopped program hears none.
      if (at < names.length - 1) program.signal('SIGCONT');
      if (at < names.length - 1) await sleep(100);
    }
  };
}

/** A daemon of the second node hangs, until it goes on. */
export function hangs(daemon: Daemon): Strike {
  return async ({ nodes: [, node] }) => {
    await pause(node, daemon);
    return () => resume(node, daemon);
  };
}

/** A daemon of the second node is killed, until it is started again. */
export function dies(daemon: Daemon): Strike {
  return async ({ nodes: [, node] }) => {
    await kill(node, daemon);
    return () => restart(node, daemon);
  };
}

/** With all its sessions, as when a node is out of memory. */
export const sshdDies: Strike = async ({ nodes: [, node] }) => {
  await node.run(['sh', '-s'], killSessions);
  await node.sh('rm -f /run/sshd.pid');
  return () => restart(node, 'sshd');
};

const killSessions = `
for each in /proc/[0-9]*; do
  case $(cat "$each/comm" 2>/dev/null) in
    sshd*) kill -KILL "\${each#/proc/}" ;;
  esac
done
exit 0`;

/** The controller and some nodes do not hear each other any more; OVN's central they hear. */
export function cutOff(of: (nodes: Scene['nodes']) => readonly LabNode[]): Strike {
  return async ({ lab, nodes }) => {
    const undos = await Promise.all(
      of(nodes).flatMap((node) => [
        dropPackets(lab, { on: 'management', from: 'controller', to: node }),
        dropPackets(lab, { on: 'management', from: node, to: 'controller' }),
      ]),
    );
    return async () => void (await Promise.all(undos.map((undo) => undo())));
  };
}

/** Two nodes are disarmed, one cannot be, and then there is nobody to tell. */
export const killedHalfDisarmed: Strike = async (scene) => {
  const [first, second, third] = scene.nodes;
  const undo = await cutOff(() => [second])(scene);
  scene.program.signal('SIGCONT');
  for (const node of [first, third]) {
    await node.sh('timeout 10 sh -c "while [ -e /run/mcreconcile ]; do sleep 0.01; done"');
  }
  scene.program.signal('SIGKILL');
  return undo;
};

export function poweredOff(of: (nodes: Scene['nodes']) => LabNode): Strike {
  return ({ nodes }) => of(nodes).powerOff();
}

/** The second node puts itself back before the others do: its token is due at once. */
export const timerFires: Strike = async ({ nodes: [, node] }) => {
  await node.sh(
    `cd /run/mcreconcile/timer && for each in due.*; do mv "$each" "\${each%.*}.1"; done`,
  );
  const old = [
    `external_ids:ovn-encap-ip=${node.management}`,
    'external_ids:ovn-encap-type=geneve',
  ];
  await node.vsctl('--timeout=10', 'wait-until', 'Open_vSwitch', '.', ...old);
};

/** What a lab can show of a reboot: what is in memory is gone, and daemons begin anew. */
export const reboots: Strike = async ({ nodes: [, node], program }) => {
  await node.sh('kill -KILL $(cut -d" " -f1 /run/mcreconcile/timer/pid); rm -r /run/mcreconcile');
  await restart(node, 'ovn-controller');
  program.signal('SIGKILL');
};

/** Another program sets a key of the second node to a value of its own. */
export const foreignWrite: Strike = async ({ nodes: [, node] }) => {
  const key = 'external_ids:ovn-encap-ip=198.18.255.99';
  await node.vsctl('--no-wait', 'set', 'Open_vSwitch', '.', key);
};
