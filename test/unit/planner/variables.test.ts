import { expect, test } from 'vitest';
import { variables } from '../../../src/planner/variables.ts';
import { movedNode } from '../../support/fleet.ts';

const known = {
  name: 'micro01',
  address: '198.18.0.11',
  management_ip: '198.18.0.11',
  underlay_ip: '198.19.0.11',
  underlay_interface: 'eth1',
  system_id: 'micro01',
};

test.each(Object.entries(known))('%s is %s, whatever the inventory says', (name, value) => {
  const vars = Object.fromEntries(Object.keys(known).map((each) => [each, 'other']));
  expect(variables(movedNode(1, {}, {}, { vars }))(name)).toEqual({ ok: true, value });
});

test('others are those of the inventory', () => {
  const lookup = variables(movedNode(1, {}, {}, { vars: { site: 'a', constructor: 'b' } }));
  expect(['site', 'constructor'].map(lookup)).toMatchObject([{ value: 'a' }, { value: 'b' }]);
});

test.each(['site', 'constructor', 'toString'])('nobody has set %s', (name) => {
  const error = { kind: 'unknown-variable', name };
  expect(variables(movedNode(1))(name)).toEqual({ ok: false, error });
});

test('management_ip is none where the node is this machine', () => {
  const lookup = variables(movedNode(1, { managementIp: null }));
  expect(lookup('management_ip')).toEqual({ ok: false, error: { kind: 'management-unknown' } });
});

test.each(['underlay_ip', 'underlay_interface'])('%s is none without an endpoint', (name) => {
  const lookup = variables(movedNode(1, {}, {}, { underlay: null }));
  expect(lookup(name)).toEqual({ ok: false, error: { kind: 'underlay-undeclared' } });
});

test.each([
  ['the one of the inventory', { systemId: 'named' }, {}, 'named'],
  ['the one that the node has', {}, { systemIdFile: 'filed' }, 'micro01'],
  ['the one of ovs-ctl', {}, { systemId: null, systemIdFile: 'filed' }, 'filed'],
  ['its name', {}, { systemId: null }, 'micro01'],
] as const)('system_id is %s', (_name, spec, facts, value) => {
  expect(variables(movedNode(1, facts, {}, spec))('system_id')).toEqual({ ok: true, value });
});
