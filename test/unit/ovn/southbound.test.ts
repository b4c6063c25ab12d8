import { describe, expect, test } from 'vitest';
import { err, ok } from '../../../src/model/result.ts';
import type { Southbound } from '../../../src/model/southbound.ts';
import { ownRemote, ownSouthbound, southboundMove } from '../../../src/ovn/southbound.ts';
import { fleetOfNodes, movedNode } from '../../support/fleet.ts';

const [a, b] = ['tcp:198.18.0.1:6642', 'tcp:198.18.0.2:6642'];

function naming(...remotes: readonly string[]) {
  return fleetOfNodes(...remotes.map((each, at) => movedNode(at + 1, {}, { 'ovn-remote': each })));
}

/** A node that is no chassis yet names none. */
function silent() {
  const node = movedNode(9);
  Reflect.deleteProperty(node.facts.ovs.columns.external_ids, 'ovn-remote');
  return node;
}

test.each([
  [[a], a],
  [[a, a], a],
  [[`${a},${b}`, `${b},${a}`], `${a},${b}`],
  [[a, a, b], null],
  [['', a], null],
  [['x'], null],
  [[], null],
])('nodes that name %j name the database %j', (remotes, own) => {
  expect(ownRemote(naming(...remotes))).toBe(own);
});

test('who names no database keeps the others from none', () => {
  expect(ownRemote(fleetOfNodes(silent(), ...naming(a).nodes))).toBe(a);
});

function read(remote: string, chassis: Southbound['chassis'] = ok([])): Southbound {
  return { remote, via: 'micro01', chassis, gateways: new Map(), refusal: null, silent: [] };
}

test('of all that was read, one is the database of the nodes themselves', () => {
  const own = read(`${b},${a}`);
  const southbound = [read('tcp:elsewhere:1'), own];
  expect(ownSouthbound({ ...naming(`${a},${b}`), southbound })).toBe(own);
  expect(ownSouthbound({ ...naming(b), southbound })).toBeNull();
  expect(ownSouthbound({ ...naming(a, b), southbound })).toBeNull();
});

describe('what becomes of the rows', () => {
  const encap = (uuid: string, ip: string) => ({ uuid, type: 'geneve', ip });
  const row = (name: string, ...encaps: readonly ReturnType<typeof encap>[]) => ({
    name,
    encaps,
    interconnected: false,
  });
  const peers = new Map([
    ['micro01', '198.19.0.11'],
    ['micro02', '2001:db8::12'],
  ]);
  const moveOf = (...southbound: readonly Southbound[]) =>
    southboundMove({ ...naming(a), southbound }, peers);

  test('each gets its new address; who has it, or moves nowhere, is left alone', () => {
    const rows = [
      row('micro01', encap('u1', '198.18.0.11')),
      row('micro02', encap('u2', '2001:DB8:0::12')),
      row('other', encap('u3', '198.18.0.99')),
    ];
    expect(moveOf(read(a, ok(rows)))).toEqual({
      via: 'micro01',
      remote: a,
      chassis: ['micro01', 'micro02', 'other'],
      encaps: [{ uuid: 'u1', type: 'geneve', before: '198.18.0.11', after: '198.19.0.11' }],
    });
  });

  test('nothing, where they were not read', () => {
    expect(moveOf()).toBeNull();
    expect(moveOf(read(a, err('refused')))).toBeNull();
  });
});
