import { describe, expect, test } from 'vitest';
import { reversed, tunnelMoves, type Ends } from '../../../src/ovn/tunnel-move.ts';
import { metAnother, usesFlowBasedTunnels } from '../../../src/ovn/tunnels.ts';
import { movedNode, tunnel } from '../../support/fleet.ts';

/** Node 1 goes to `own`, node 2 to `peer`. */
const [own, peer] = ['198.20.0.11', '198.20.0.12'];
const ends: Ends = { own, sends: true, peers: new Map([['micro02', peer]]) };

function moved(differs: Parameters<typeof tunnel>[2], to: Partial<Ends> = {}) {
  return tunnelMoves({ tunnels: [tunnel(1, 2, differs)] }, { ...ends, ...to });
}

describe('a tunnel', () => {
  test('moves at both ends, id and options, and back', () => {
    const before = {
      id: 'micro02@198.19.0.12%198.19.0.11',
      remoteIp: '198.19.0.12',
      localIp: '198.19.0.11',
    };
    const after = { id: `micro02@${peer}%${own}`, remoteIp: peer, localIp: own };
    const port = 'ovn-micro0-2';
    expect(moved({})).toEqual([{ port, before, after }]);
    expect(moved({}).map(reversed)).toEqual([{ port, before: after, after: before }]);
  });

  const stays = { own: '198.19.0.11', peers: new Map([['micro02', '198.19.0.12']]) };
  test.each([
    ['is as it should be', {}, stays, []],
    ['leads to a peer that nobody moves', {}, { ...stays, peers: new Map() }, []],
    [
      'names no source in its id, as up to OVN 24.03',
      { id: 'micro02@198.19.0.12' },
      {},
      [{ id: `micro02@${peer}`, remoteIp: peer, localIp: own }],
    ],
    [
      'is to name its source only now',
      { id: 'micro02@198.19.0.12', localIp: null },
      stays,
      [{ id: 'micro02@198.19.0.12', remoteIp: '198.19.0.12', localIp: '198.19.0.11' }],
    ],
    [
      'is to name its source no more',
      {},
      { ...stays, sends: false },
      [{ id: 'micro02@198.19.0.12%198.19.0.11', remoteIp: '198.19.0.12', localIp: null }],
    ],
    [
      'has an id of other ends than its options',
      { id: 'micro02@198.18.0.12%198.19.0.11' },
      stays,
      [
        {
          id: 'micro02@198.19.0.12%198.19.0.11',
          remoteIp: '198.19.0.12',
          localIp: '198.19.0.11',
        },
      ],
    ],
    [
      'has options of other ends than its id',
      { remoteIp: '198.18.0.12' },
      stays,
      [
        {
          id: 'micro02@198.19.0.12%198.19.0.11',
          remoteIp: '198.19.0.12',
          localIp: '198.19.0.11',
        },
      ],
    ],
    [
      'keeps the spelling of OVN',
      { id: 'micro02@2001:DB8::12', remoteIp: '2001:DB8::12' },
      { own: '198.19.0.11', peers: new Map([['micro02', '2001:db8::12']]) },
      [],
    ],
  ] as const)('that %s', (_name, differs, to, after) => {
    expect(moved(differs, to).map((each) => each.after)).toEqual(after);
  });

  test.each([
    ['that is not ovn-controller’s', { id: null }],
    ['to nobody', { chassis: null }],
    ['without an address', { remoteIp: null }],
    ['that an operator has named', { port: 'to-ovn-2' }],
    ['that an operator has named otherwise', { port: 'ovn 2' }],
    ['of another bridge', { port: 'gre0' }],
  ])('%s is left alone', (_name, differs) => {
    expect(moved(differs)).toEqual([]);
  });
});

test.each([
  [{ chassis: 'flow', remoteIp: 'flow' }, true],
  [{ chassis: null, remoteIp: 'flow' }, false],
  [{}, false],
])('a port with %j is flow-based: %s', (differs, is) => {
  const tunnels = [tunnel(1, 3), tunnel(1, 2, differs)];
  expect(usesFlowBasedTunnels(movedNode(1, { tunnels }).facts)).toBe(is);
});

test.each([
  [null, false],
  ['could not add network device geneve_sys_6081 (File exists)', true],
  ['could not add network device geneve_sys_6081 (No such device)', false],
])('the error %j speaks of another tunnel: %s', (error, is) => {
  expect(metAnother(error)).toBe(is);
});
