import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import type { Lab, LabNode } from '../../lab/lab.ts';
import type { CliOutcome } from '../../support/cli.ts';
import { inventoryWith } from '../../support/lab.ts';
import { shadow, unshadow } from '../../support/shadow.ts';

/** A fault of the world around node micro02, and what the user gets. */
export interface Fault {
  /** The row of docs/faults.md. */
  readonly name: string;
  /** What the text says, `…` for anything; the second column of the row. */
  readonly sees: string;
  readonly exit: number;
  /** Makes the fault; what it returns goes behind `mcreconcile apply`. */
  readonly make: (lab: Lab, node: LabNode) => Promise<readonly string[] | void>;
  readonly mend?: (lab: Lab, node: LabNode) => Promise<unknown>;
  readonly env?: Readonly<Record<string, string>>;
  /** More arguments. */
  readonly args?: readonly string[];
  /** The endpoints afterwards; left out: as before, on every node. */
  readonly endpoints?: (lab: Lab) => readonly string[];
  readonly also?: (outcome: CliOutcome) => void;
}

const vsctl = '/usr/bin/ovs-vsctl';
const socket = '/run/openvswitch/db.sock';
const pidOf = (daemon: string): string => `$(cat /run/openvswitch/${daemon}.pid)`;

/** Starts a daemon of Open vSwitch again, as the node itself did. */
const startAgain = (daemon: string, args: string) => (_lab: Lab, node: LabNode) =>
  node.sh(`${daemon} --detach --no-chdir --pidfile --log-file -vconsole:off -vsyslog:off ${args}`);
const startDatabase = startAgain(
  'ovsdb-server',
  `--remote=punix:${socket} /etc/openvswitch/conf.db`,
);
const startSwitch = startAgain('ovs-vswitchd', `--disable-system unix:${socket}`);

const sends = (script: string): Pick<Fault, 'make' | 'mend'> => ({
  make: (_lab, node) => shadow(node, vsctl, script),
  mend: (_lab, node) => unshadow(node, vsctl),
});

/** ovs-vsctl of the node, with something that happens right before the guarded write. */
const beforeWrite = (script: string) =>
  sends(`case "$*" in *wait-until*) ${script} ;; esac; exec $real "$@"`);

const onNode = (script: string) => async (_lab: Lab, node: LabNode) => void (await node.sh(script));

const moved = (lab: Lab) => lab.nodes.map(({ underlay }) => underlay);

/** A node that the program cannot put back does it by itself; nobody wants to wait long for it. */
const soon = ['--confirm-timeout', '10'];

const killSession =
  'pid=$$; while read -r comm </proc/$pid/comm; [ "$comm" != sshd ]; do ' +
  'read -r _ _ _ pid _ </proc/$pid/stat; [ $pid -gt 1 ] || break; done; [ $pid -le 1 ] || kill -9 $pid';

let mute: Server;

export const faults: readonly Fault[] = [
  {
    name: 'wrong user',
    sees: '… refused stranger; tried key …',
    exit: 4,
    make: async (lab) => [lab.inventory, '--user', 'stranger'],
  },
  {
    name: 'key refused',
    sees: "… refused root; tried key …other_key add the public key to the node's authorized_keys",
    exit: 4,
    make: async (lab) => {
      const key = join(lab.dir, 'other_key');
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
      return [lab.inventory, '--private-key', key];
    },
  },
  {
    name: 'agent gone, and no key file',
    sees: 'no SSH key to log in with: … start ssh-agent and ssh-add a key',
    exit: 1,
    env: { SSH_AUTH_SOCK: '/run/no-such-agent' },
    make: async (lab) => [await inventoryWith(lab, 'identity_file: id_ed25519, ', '')],
  },
  {
    name: 'a server that accepts and says nothing',
    sees: 'connecting to 127.0.0.1 took longer than 2 s',
    exit: 4,
    make: async (lab, node) => {
      mute = createServer().listen(0, '127.0.0.1');
      await once(mute, 'listening');
      const address = mute.address();
      const port = typeof address === 'object' ? address?.port : 0;
      const from = `address: ${node.management}`;
      return [
        await inventoryWith(lab, from, `ssh: { port: ${port} }, address: 127.0.0.1`),
        '-T',
        '2',
      ];
    },
    mend: async () => mute.close(),
  },
  {
    name: 'a server that hangs up in the middle of the output',
    sees: 'the connection broke during a command: …',
    exit: 4,
    ...sends(`echo '{"data":[['; ${killSession}`),
  },
  {
    name: 'the database socket is missing',
    sees: 'ovs-vsctl cannot read the Open vSwitch database: … (No such file or directory)',
    exit: 1,
    make: onNode(`mv ${socket} ${socket}.gone`),
    mend: onNode(`mv ${socket}.gone ${socket}`),
  },
  {
    name: 'ovsdb-server is down',
    sees: 'ovs-vsctl cannot read the Open vSwitch database: … (Connection refused)',
    exit: 1,
    make: onNode(`kill -9 ${pidOf('ovsdb-server')}`),
    mend: startDatabase,
  },
  {
    name: 'ovsdb-server is stopped (SIGSTOP)',
    sees: 'the database did not answer within 5 s',
    exit: 1,
    make: onNode(`kill -STOP ${pidOf('ovsdb-server')}`),
    mend: onNode(`kill -CONT ${pidOf('ovsdb-server')}`),
  },
  {
    name: 'ovs-vswitchd is down',
    sees: 'ovs-vswitchd does not answer: a write to the database would not take effect',
    exit: 1,
    make: onNode(`kill -9 ${pidOf('ovs-vswitchd')}`),
    mend: startSwitch,
  },
  {
    name: 'ovs-vswitchd is stopped (SIGSTOP)',
    sees: 'ovs-vswitchd does not answer: a write to the database would not take effect',
    exit: 1,
    make: onNode(`kill -STOP ${pidOf('ovs-vswitchd')}`),
    mend: onNode(`kill -CONT ${pidOf('ovs-vswitchd')}`),
  },
  {
    name: 'ovs-vswitchd dies between plan and write',
    sees: 'written to the database, but ovs-vswitchd does not answer: perhaps not in effect',
    exit: 8,
    ...beforeWrite(`kill -9 ${pidOf('ovs-vswitchd')}`),
    mend: async (lab, node) => {
      await unshadow(node, vsctl);
      await startSwitch(lab, node);
    },
  },
  {
    name: 'the database stops between plan and write',
    sees: 'HALF DONE, not rolled back: micro02 … it is not known whether the write took effect: …',
    exit: 9,
    args: soon,
    ...beforeWrite(`kill -STOP ${pidOf('ovsdb-server')}`),
    mend: async (_lab, node) => {
      await unshadow(node, vsctl);
      await node.sh(`kill -CONT ${pidOf('ovsdb-server')}`);
    },
  },
  {
    name: 'the connection breaks during the write, which lands',
    sees: '3 nodes: 3 changed.',
    exit: 0,
    ...sends(`case "$*" in *wait-until*) $real "$@"; ${killSession} ;; esac; exec $real "$@"`),
    endpoints: moved,
  },
  {
    name: 'the connection breaks before the write',
    sees: 'the write failed: the connection broke during a command: … the node was read back and holds its old values',
    exit: 8,
    ...beforeWrite(`${killSession}; exit 1`),
  },
  {
    name: 'a foreign writer between plan and write',
    sees: 'somebody changed ovn-encap-ip between plan and write: it was "…", it is "198.18.0.99"',
    exit: 8,
    ...beforeWrite('$real set Open_vSwitch . external_ids:ovn-encap-ip=198.18.0.99'),
    endpoints: ({ nodes }) =>
      nodes.map(({ management }, at) => (at === 1 ? '198.18.0.99' : management)),
  },
  {
    name: 'ovs-vsctl fails after its write has landed',
    sees: '3 nodes: 3 changed.',
    exit: 0,
    ...sends(
      'case "$*" in *wait-until*) $real "$@"; echo failed >&2; exit 1 ;; esac; exec $real "$@"',
    ),
    endpoints: moved,
  },
  {
    name: 'the node cannot be read back after the write',
    sees: 'HALF DONE, not rolled back: micro02 … the node could not be read back: the connection broke during a command: …',
    exit: 9,
    args: soon,
    ...sends(
      `case "$*" in *wait-until*) $real "$@" && touch /run/written && exit ;; esac; ` +
        `[ -e /run/written ] && { ${killSession}; exit 1; }; exec $real "$@"`,
    ),
    mend: async (_lab, node) => {
      await unshadow(node, vsctl);
      await node.sh('rm -f /run/written');
    },
  },
  {
    name: 'no revert timer can be armed',
    sees: 'no revert timer could be armed: … and needs root there',
    exit: 1,
    make: onNode('touch /run/mcreconcile'),
    mend: onNode('rm /run/mcreconcile'),
  },
  {
    name: 'garbage as output',
    sees: 'the answer of ovs-vsctl list Open_vSwitch makes no sense: it printed no JSON',
    exit: 1,
    ...sends('head -c 20000 /dev/urandom'),
  },
  {
    name: '100 MB as output',
    sees: 'the node printed more than 8192 KiB; the rest was dropped',
    exit: 1,
    ...sends('head -c 100000000 /dev/zero'),
  },
  {
    name: 'terminal escapes as output',
    sees: 'cannot read the Open vSwitch database: \\x1b[2J\\x1b]0;owned\\x07',
    exit: 1,
    ...sends(String.raw`printf '\033[2J\033]0;owned\007' >&2; exit 1`),
    also: ({ stdout, stderr }) => {
      if ((stdout + stderr).includes('\u001b')) throw new Error('an escape got through');
    },
  },
  {
    name: 'a command on the node that hangs',
    sees: 'cannot read the Open vSwitch database: the command did not end in time',
    exit: 1,
    ...sends('sleep 300'),
  },
  {
    name: 'the run takes longer than its deadline',
    sees: "the run's deadline of 2 s passed before this node was done",
    exit: 1,
    make: async (lab, node) => {
      await shadow(node, vsctl, 'sleep 300');
      return [lab.inventory, '--deadline', '2'];
    },
    mend: (_lab, node) => unshadow(node, vsctl),
  },
];
