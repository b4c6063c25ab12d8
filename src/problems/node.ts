import { kind } from './kind.ts';

/** With a node's answers and identity. */
export const node = {
  'output-too-large': kind<{ limit: number }>({
    class: 'node',
    summary: ({ limit }) =>
      `the node printed more than ${Math.round(limit / 1024)} KiB; the rest was dropped`,
    hint: "look for something noisy in the login shell's start-up files, or a broken ovs-vsctl or ip",
  }),
  'ovs-missing': kind<{ looked: readonly string[] }>({
    class: 'node',
    summary: ({ looked }) => `no ovs-vsctl found; looked for ${looked.join(', ')}`,
    hint: 'install Open vSwitch or MicroOVN on the node, or name the command with ovs.vsctl',
  }),
  'ovs-unreachable': kind<{ vsctl: string; reason: string }>({
    class: 'node',
    summary: ({ vsctl, reason }) => `${vsctl} cannot read the Open vSwitch database: ${reason}`,
    hint: 'check that ovsdb-server runs (`systemctl status ovsdb-server`, `snap services microovn`) and that the user is root',
  }),
  'vswitchd-silent': kind({
    class: 'node',
    summary: 'ovs-vswitchd does not answer: a write to the database would not take effect',
    hint: 'look at it with `systemctl status ovs-vswitchd` or `snap services microovn`',
  }),
  'tool-missing': kind<{ tool: string }>({
    class: 'node',
    summary: ({ tool }) => `the node has no \`${tool}\` command`,
    hint: ({ tool }) => `install ${tool === 'ping' ? 'iputils-ping' : 'iproute2'} on the node`,
    variant: ({ tool }) => tool,
  }),
  unparseable: kind<{ what: string; reason: string }>({
    class: 'node',
    summary: ({ what, reason }) => `the answer of ${what} makes no sense: ${reason}`,
    hint: 'run `mcreconcile facts` on this node alone, and the command by hand',
    variant: ({ what }) => what,
  }),
  'unknown-variable': kind<{ name: string }>({
    class: 'rule',
    summary: ({ name }) => `the playbook uses {{ ${name} }}, which nothing defines for this node`,
    hint: 'set it under vars in the inventory',
    variant: ({ name }) => name,
  }),
  'system-id-mismatch': kind<{ declared: string; actual: string | null }>({
    class: 'rule',
    summary: ({ declared, actual }) =>
      `the inventory says system-id ${declared}, the node says ${actual ?? 'none'}`,
    hint: 'this may be another machine: correct system_id or address in the inventory (OVN and LXD know a chassis by its system-id)',
  }),
  'system-id-file': kind<{ set: string; file: string }>({
    class: 'warning',
    summary: ({ set, file }) =>
      `system-id is ${set}, but Open vSwitch will set ${file} at its next start`,
    hint: 'make /etc/openvswitch/system-id.conf agree with external_ids:system-id',
  }),
  'shared-system-id': kind<{ systemId: string; nodes: readonly string[] }>({
    class: 'rule',
    summary: ({ systemId, nodes }) => `${nodes.join(' and ')} share the system-id ${systemId}`,
    hint: 'the machines may be clones: give each a system-id of its own (/etc/openvswitch/system-id.conf), with ovn-controller stopped',
  }),
  ipsec: kind({
    class: 'warning',
    summary: 'the tunnels of this node use IPsec',
    hint: 'certificates name the chassis and stay valid; let UDP 500, UDP 4500 and ESP pass on the underlay, leave room for ESP in its MTU, and expect a gap until IKE is done',
  }),
};
