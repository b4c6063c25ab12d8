import { expect, test } from 'vitest';
import { playOf } from './support.ts';

const good = `- name: Dedicated underlay
  x-note: 1
  tasks:
    - underlay_address: {}
    - ovs_external_ids:
        ovn-encap-ip: "{{ underlay_ip }}"
`;

test('a play', () => {
  expect(playOf(good)).toEqual({
    file: 'play.yaml',
    name: 'Dedicated underlay',
    hosts: 'all',
    hostsPlace: { file: 'play.yaml', line: 1, column: 3 },
    cutover: 'auto',
    tasks: [
      {
        task: 'underlay_address',
        args: {},
        place: { file: 'play.yaml', line: 4, column: 7 },
      },
      {
        task: 'ovs_external_ids',
        args: { 'ovn-encap-ip': '{{ underlay_ip }}' },
        place: { file: 'play.yaml', line: 5, column: 7 },
      },
    ],
  });
});

const underlay = '- { name: a, tasks: [{ underlay_address: {} }] }';

test.each([
  [
    'a second play',
    `${underlay}\n${underlay}\n`,
    /^2:3 entry 2 is too many: this is a list of one play \|/,
  ],
  [
    'an unknown task',
    '- { name: a, tasks: [{ underlay_adress: {} }] }',
    /^1:24 unknown key `underlay_adress` \| did you mean `underlay_address`\?\n$/,
  ],
  ['a task of nothing', '- { name: a, tasks: [{}] }', /^1:22 entry 1 of `tasks` is empty \|/],
  ['no task', '- { name: a, tasks: [] }', /^1:21 `tasks` is empty \|/],
  ['no play', '[]', /^1:1 the file is empty \| write a list of one play/],
  ['a map', 'name: a', /^1:1 the file is a map, not a list \|/],
  [
    'a cutover of our own invention',
    '- { name: a, cutover: rolling, tasks: [{ underlay_address: {} }] }',
    /^1:23 `cutover` /,
  ],
  [
    'arguments that are not indented',
    '- name: a\n  tasks:\n    - ovs_external_ids:\n      ovn-encap-ip: x\n',
    /^3:7 entry 1 of `tasks` has more than 1 key: `ovs_external_ids` and `ovn-encap-ip` \|/,
  ],
  [
    'an expression',
    '- { name: a, tasks: [{ ovs_external_ids: { k: "{{ a | b }}" } }] }',
    /^1:47 `\{\{ a \| b \}\}` is not the plain name/,
  ],
  [
    'braces without quotes',
    '- name: a\n  tasks:\n    - ovs_external_ids:\n        k: {{ underlay_ip }}\n',
    /^4:12 outside quotes.*\n$/,
  ],
  [
    'a number that changes',
    '- { name: a, tasks: [{ ovs_external_ids: { k: 0x10 } }] }',
    /^1:47 `0x10` would be read as the number 16 .*\n$/,
  ],
  [
    'a southbound that is no remote',
    "- { name: a, tasks: [{ ovn_tunnels: { southbound: 'tcp:1;reboot' } }] }",
    /^1:51 `southbound` cannot be `tcp:1;reboot` \| write OVSDB remotes/,
  ],
])('%s', (_name, text, said) => {
  expect(playOf(text)).toMatch(said);
});

test.each(['auto', 'in-place', 'synchronised'])('cutover: %s', (cutover) => {
  const text = `- { name: a, cutover: ${cutover}, tasks: [{ underlay_address: {} }] }`;
  expect(playOf(text)).toMatchObject({ cutover });
});

test('default_underlay: management, and nothing else', () => {
  const text = (value: string) =>
    `- { name: a, default_underlay: ${value}, tasks: [{ underlay_address: {} }] }`;
  expect(playOf(text('management'))).toMatchObject({ defaultUnderlay: 'management' });
  expect(playOf(text('none'))).toContain('1:32 `default_underlay` cannot be `none`');
});

test.each([
  'tcp:198.18.0.254:6642',
  'ssl:198.18.0.11:6642,ssl:[2001:db8::12]:6642,ssl:central-3.example:6642',
  'unix:/run/ovn/ovnsb_db.sock',
])('a southbound as OVN takes it: %s', (southbound) => {
  const text = `- { name: a, tasks: [{ ovn_tunnels: { southbound: '${southbound}' } }] }`;
  expect(playOf(text)).toMatchObject({ tasks: [{ args: { southbound } }] });
});

test.each([
  [
    'two tasks that want different values',
    `- name: a
  tasks:
    - ovs_external_ids: { ovn-encap-type: geneve, k: 1 }
    - ovs_other_config: { k: 2 }
    - ovs_external_ids: { k: "1", ovn-encap-type: vxlan }
`,
    '5:35 `external_ids:ovn-encap-type` must be `vxlan` here and `geneve` at play.yaml:3:27 | ',
  ],
  [
    'one that wants a key and one that does not',
    `- name: a
  tasks:
    - ovs_other_config: { max-idle: 1 }
    - ovs_other_config: { max-idle: ~ }
`,
    '4:27 `other_config:max-idle` must be absent here and `1` at play.yaml:3:27 | ',
  ],
  [
    'a value that is forgotten',
    '- name: a\n  tasks:\n    - ovs_external_ids:\n        ovn-encap-ip:\n        k: 1\n',
    '4:9 `external_ids:ovn-encap-ip` has no value | write the value, or `null`',
  ],
  [
    'a value that is forgotten in an anchor',
    '- name: a\n  x-a: &a { k: }\n  tasks: [{ ovs_other_config: *a }]\n',
    '2:13 `other_config:k` has no value',
  ],
  [
    'a key of OVN in other_config',
    '- { name: a, tasks: [{ ovs_other_config: { ovn-encap-ip: x } }] }',
    '1:44 `ovn-encap-ip` cannot be a name here | write a key of Open vSwitch; OVN keys belong in',
  ],
  [
    'a key that OVS would not take as one',
    '- { name: a, tasks: [{ ovs_external_ids: { "a:b": x } }] }',
    '1:44 `a:b` cannot be a name here | write a key of letters',
  ],
  [
    'a value that is a list',
    '- { name: a, tasks: [{ ovs_external_ids: { k: [x] } }] }',
    '1:47 `k` is a list, not a value, or `null`',
  ],
])('%s', (_name, text, said) => {
  expect(playOf(text)).toContain(said);
});

test('two tasks that want the same are no contradiction', () => {
  const text =
    '- { name: a, tasks: [{ ovs_other_config: { k: 1 } }, { ovs_other_config: { k: "1" } }] }';
  expect(playOf(text)).toMatchObject({ tasks: [{}, {}] });
});
