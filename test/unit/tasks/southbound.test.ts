import { describe, expect, test } from 'vitest';
import { parseSouthbound } from '../../../src/remote/southbound/parse.ts';
import type { NodeFacts } from '../../../src/model/facts.ts';
import { ok } from '../../../src/model/result.ts';
import type { Southbound } from '../../../src/model/southbound.ts';
import { ovnTunnels } from '../../../src/tasks/ovn-tunnels.ts';
import { fleetOfNodes, movedNode, tunnel } from '../../support/fleet.ts';
import { selected, type Rows } from '../../support/southbound.ts';

const remote = 'tcp:198.18.0.253:6642';
const two = { micro02: ['geneve 198.19.0.12'] };
const both = { micro01: ['geneve 198.19.0.11'], ...two };

function read(held: Rows): Southbound {
  const rows = parseSouthbound({ exit: 0, stdout: selected(held), stderr: '' });
  const chassis = rows.ok ? ok(rows.value.chassis) : rows;
  return { remote, via: 'micro01', chassis, gateways: new Map(), refusal: null, silent: [] };
}

/** What two nodes whose tunnels stand find in a southbound database with these rows. */
function found(rows: Rows, ids = {}, differs: Partial<NodeFacts> = {}) {
  const one = movedNode(1, { tunnels: [tunnel(1, 2)], ...differs }, ids);
  const other = movedNode(2, { tunnels: [tunnel(2, 1)] });
  const fleet = { ...fleetOfNodes(one, other), southbound: [read(rows)] };
  const findings = ovnTunnels.settled?.({ southbound: remote }, fleet) ?? [];
  return findings
    .filter(({ problem }) => problem.kind.startsWith('southbound-'))
    .map(({ nodes, problem }) => ({ ...problem, whom: nodes.join() }));
}

describe('the southbound database', () => {
  test.each([
    ['says what the nodes say', both, {}],
    ['spells an address otherwise', { micro01: ['geneve 2001:DB8:0::11'], ...two }, v6()],
    [
      'has each address with each type, in any order',
      { micro01: ['vxlan 198.19.0.11', 'geneve 198.19.0.11'], ...two },
      { 'ovn-encap-type': 'geneve,vxlan' },
    ],
    [
      'goes by the suffixed key',
      { micro01: ['geneve 198.18.0.11'], ...two },
      { 'ovn-encap-ip-micro01': '198.18.0.11' },
    ],
    ['has strangers elsewhere', { ...both, other: ['geneve 198.19.0.99'] }, {}],
    ['knows nothing of a host that is no chassis', two, { 'ovn-remote': '' }],
  ])('%s', (_name, rows, ids) => {
    expect(found(rows, ids)).toEqual([]);
  });

  function v6() {
    return { 'ovn-encap-ip': '2001:db8::11' };
  }

  test('has another address for a node', () => {
    expect(found({ micro01: ['geneve 198.18.0.11'], ...two })).toEqual([
      {
        kind: 'southbound-disagrees',
        whom: 'micro01',
        systemId: 'micro01',
        found: ['geneve 198.18.0.11'],
        wanted: ['geneve 198.19.0.11'],
        holders: [],
      },
    ]);
  });

  test.each([
    ['one address of a list', { 'ovn-encap-ip': '198.18.0.11,198.19.0.11' }],
    ['another type', { 'ovn-encap-type': 'vxlan' }],
    ['an address that the node has no more', { 'ovn-encap-ip': '' }],
  ])('has %s', (_name, ids) => {
    const disagrees = { kind: 'southbound-disagrees', whom: 'micro01', holders: [] };
    expect(found(both, ids)).toMatchObject([disagrees]);
  });

  test('has the address at another chassis, which is named', () => {
    const rows = { micro01: ['geneve 198.18.0.11'], ghost: ['geneve 198.19.0.11'], ...two };
    expect(found(rows)).toMatchObject([{ kind: 'southbound-disagrees', holders: ['ghost'] }]);
    const beside = { ...rows, ghost: ['geneve 198.19.0.99', 'geneve 198.19.0.11'] };
    expect(found(beside)).toMatchObject([{ kind: 'southbound-disagrees', holders: ['ghost'] }]);
    const { micro01: _gone, ...without } = rows;
    expect(found(without)).toMatchObject([{ kind: 'southbound-missing', holders: ['ghost'] }]);
  });

  test('lacks a chassis, whether or not its ovn-controller runs', () => {
    const missing = { kind: 'southbound-missing', whom: 'micro01', systemId: 'micro01' };
    expect(found(two)).toMatchObject([missing]);
    expect(found(two, {}, { ovnRunning: false })).toMatchObject([missing]);
  });

  test('knows nothing of a host without a name', () => {
    expect(found(two, {}, { systemId: null })).toEqual([]);
  });

  test('is not looked at unless the playbook names it', () => {
    const fleet = { ...fleetOfNodes(movedNode(1)), southbound: [read({})] };
    expect(ovnTunnels.settled?.({}, fleet)).toEqual([]);
  });
});
