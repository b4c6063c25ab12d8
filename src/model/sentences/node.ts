import type { Sentences } from '../describe.ts';

type Kinds =
  | 'ovs-missing'
  | 'ovs-unreachable'
  | 'vswitchd-silent'
  | 'tool-missing'
  | 'unparseable'
  | 'unknown-variable'
  | 'system-id-mismatch';

export const nodeSentences: Sentences<Kinds> = {
  'ovs-missing': ({ looked }) => ({
    summary: `no ovs-vsctl found; looked for ${looked.join(', ')}`,
    hint: 'install Open vSwitch or MicroOVN on the node, or name the command with ovs.vsctl',
  }),
  'ovs-unreachable': ({ vsctl, reason }) => ({
    summary: `${vsctl} cannot read the Open vSwitch database: ${reason}`,
    hint: 'is ovsdb-server running (`systemctl status ovsdb-server`, `snap services microovn`), and is the user root?',
  }),
  'vswitchd-silent': () => ({
    summary: 'ovs-vswitchd does not answer: what is written to the database would not take effect',
    hint: 'look at it with `systemctl status ovs-vswitchd` or `snap services microovn`',
  }),
  'tool-missing': ({ tool }) => ({
    summary: `the node has no \`${tool}\` command`,
    hint: `install ${tool === 'ping' ? 'iputils-ping' : 'iproute2'} on the node`,
  }),
  unparseable: ({ what, reason }) => ({
    summary: `the answer of ${what} makes no sense: ${reason}`,
    hint: 'run `mcreconcile facts` on this node alone, and the command by hand',
  }),
  'unknown-variable': ({ name }) => ({
    summary: `the playbook uses {{ ${name} }}, which nothing defines for this node`,
    hint: `set it under vars in the inventory`,
  }),
  'system-id-mismatch': ({ declared, actual }) => ({
    summary: `the inventory says system-id ${declared}, the node says ${actual ?? 'none'}`,
    hint: 'another machine than was meant? Correct system_id or address in the inventory: OVN and LXD know a chassis by its system-id',
  }),
};
