import { describe, expect, test } from 'vitest';
import { exporters } from '../../../src/exports/index.ts';
import { goodInventory } from '../input/support.ts';

const full = goodInventory(`
defaults: { ssh: { user: admin, become: true }, vars: { on: "yes", text: "{{ x }}" } }
groups:
  rack1: { nodes: [micro01, micro02], ssh: { port: 2222, identity_file: id, known_hosts: kh } }
  web: { nodes: [micro02] }
nodes:
  micro01: { address: 198.18.0.11, underlay: { ip: 198.19.0.11/16, interface: eth1 } }
  micro02: { address: "2001:db8::12", underlay: { ip: "2001:db8:19::12" }, vars: { ansible_x: 1 } }
  micro03: { address: 198.18.0.13, connection: local, underlay: false, ovs: { vsctl: a }, system_id: s }
`);

describe('ansible', () => {
  test('has hosts with their settings, and groups', () => {
    expect(exporters.ansible(full)).toMatchInlineSnapshot(`
      {
        "notes": [
          "an Ansible inventory has no word for \`underlay: false\`: micro03",
          "an Ansible inventory has no word for \`ovs\`: micro03",
          "an Ansible inventory has no word for \`system_id\`: micro03",
          "variables that begin with \`ansible_\` are Ansible’s own, and left out: micro02",
        ],
        "text": "all:
        hosts:
          micro01:
            ansible_host: 198.18.0.11
            ansible_user: admin
            ansible_port: 2222
            ansible_ssh_private_key_file: /expanded/id
            ansible_ssh_common_args: "-o UserKnownHostsFile=/expanded/kh"
            ansible_become: true
            underlay_ip: 198.19.0.11/16
            underlay_interface: eth1
            "on": "yes"
            text: !unsafe "{{ x }}"
          micro02:
            ansible_host: "2001:db8::12"
            ansible_user: admin
            ansible_port: 2222
            ansible_ssh_private_key_file: /expanded/id
            ansible_ssh_common_args: "-o UserKnownHostsFile=/expanded/kh"
            ansible_become: true
            underlay_ip: "2001:db8:19::12"
            "on": "yes"
            text: !unsafe "{{ x }}"
          micro03:
            ansible_host: 198.18.0.13
            ansible_connection: local
            ansible_user: admin
            ansible_become: true
            "on": "yes"
            text: !unsafe "{{ x }}"
        children:
          rack1:
            hosts:
              micro01:
              micro02:
          web:
            hosts:
              micro02:
      ",
      }
    `);
  });

  test('says least of a fleet of which there is least to say', () => {
    const inventory = goodInventory('nodes: { a: { underlay: { subnet: 198.19.0.0/16 } } }');
    expect(exporters.ansible(inventory)).toMatchInlineSnapshot(`
      {
        "notes": [
          "an Ansible inventory has no word for \`underlay: { subnet }\`: a",
        ],
        "text": "all:
        hosts:
          a: {}
      ",
      }
    `);
  });

  test('leaves out paths that OpenSSH would take apart', () => {
    const inventory = goodInventory('nodes: { a: { ssh: { known_hosts: "my hosts" } } }');
    expect(exporters.ansible(inventory)).toMatchInlineSnapshot(`
      {
        "notes": [
          "the path of \`ssh.known_hosts\` has characters that OpenSSH’s options do not take: a",
        ],
        "text": "all:
        hosts:
          a: {}
      ",
      }
    `);
  });
});

describe('preseed', () => {
  test('has systems, with all that a preseed has a place for', () => {
    expect(exporters.preseed(full)).toMatchInlineSnapshot(`
      {
        "notes": [
          "the management address stands for \`underlay: false\`: micro03",
          "a preseed has no word for \`underlay.interface\` and \`subnet\`: micro01",
          "a preseed has no word for \`ssh\`: micro[01-03]",
          "a preseed has no word for \`connection: local\`: micro03",
          "a preseed has no word for \`ovs\`: micro03",
          "a preseed has no word for \`system_id\`: micro03",
          "a preseed has no word for \`vars\`: micro[01-03]",
          "a preseed has no word for groups: micro[01-02]",
        ],
        "text": "# For \`microcloud preseed\`: add session_passphrase (and lookup_subnet, where there is no
      # initiator_address), and what MicroCloud is to do with disks and uplinks.
      initiator_address: 198.18.0.11
      systems:
        - name: micro01
          address: 198.18.0.11
          ovn_underlay_ip: 198.19.0.11
          underlay_ip: 198.19.0.11/16
        - name: micro02
          address: "2001:db8::12"
          ovn_underlay_ip: "2001:db8:19::12"
        - name: micro03
          address: 198.18.0.13
          ovn_underlay_ip: 198.18.0.13
      ",
      }
    `);
  });

  test('addresses and endpoints of all systems, or of none', () => {
    const inventory = goodInventory(`
nodes:
  a: { underlay: { ip: 198.19.0.11 } }
  b: { address: 198.18.0.12, underlay: { interface: eth1 } }`);
    expect(exporters.preseed(inventory)).toMatchInlineSnapshot(`
      {
        "notes": [
          "MicroCloud takes addresses of all systems or none, and this is a name: a",
          "MicroCloud takes ovn_underlay_ip of all systems or none, and this one has no \`underlay.ip\`: b",
          "a preseed has no word for \`underlay.interface\` and \`subnet\`: b",
        ],
        "text": "# For \`microcloud preseed\`: add session_passphrase (and lookup_subnet, where there is no
      # initiator_address), and what MicroCloud is to do with disks and uplinks.
      initiator: a
      systems:
        - name: a
        - name: b
      ",
      }
    `);
  });
});

test('a fleet that stays on its management network loses nothing in a preseed', () => {
  const inventory = goodInventory('nodes: { a: { address: 198.18.0.1, underlay: false } }');
  expect(exporters.preseed(inventory).notes).toEqual([]);
});

describe('init-config', () => {
  const mixed = goodInventory(`
nodes:
  micro01: { underlay: { ip: 198.19.0.11/16, interface: eth1 } }
  micro02: { underlay: { ip: "2001:DB8:19:0::12" } }
  micro03: { underlay: false }
  micro04: { underlay: { subnet: 198.19.0.0/16 } }
  micro05: { underlay: { interface: eth1 } }
  micro06: {}`);
  const unasked =
    'without `underlay.ip` the endpoint is not known until the node is asked, and left out: micro[04-05]';
  const ignored = expect.stringContaining('without the API extension custom_encapsulation_ip');

  test('is the map of the specification, of the endpoints that are known', () => {
    const { text, notes } = exporters['init-config'](mixed);
    expect(text).toBe(
      '{\n  "micro01.ovn-encap-ip": "198.19.0.11",\n  "micro02.ovn-encap-ip": "2001:db8:19::12"\n}\n',
    );
    expect(notes).toEqual([unasked, expect.stringContaining('--style microovn'), ignored]);
  });

  test('is, for MicroOVN, a map for each node', () => {
    const { text, notes } = exporters['init-config'](mixed, 'microovn');
    expect(JSON.parse(text)).toEqual({
      micro01: { 'ovn-encap-ip': '198.19.0.11' },
      micro02: { 'ovn-encap-ip': '2001:db8:19::12' },
    });
    expect(notes).toEqual([unasked, ignored]);
  });

  test('is empty, with nothing to remark, where all stay on the management network', () => {
    const inventory = goodInventory('nodes: { a: { underlay: false }, b: {} }');
    expect(exporters['init-config'](inventory)).toEqual({ text: '{}\n', notes: [] });
  });
});

test.each(Object.entries(exporters))('%s says that it leaves out the outsiders', (_name, form) => {
  const inventory = goodInventory('outsiders: [vtep1, vtep2]\nnodes: { a: { underlay: false } }');
  const { text, notes } = form(inventory);
  expect(notes).toContain('no other form has a word for `outsiders`: vtep[1-2]');
  expect(text).not.toContain('vtep');
});
