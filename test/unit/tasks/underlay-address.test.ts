import { describe, expect, test } from 'vitest';
import { parseAddress } from '../../../src/model/address.ts';
import { err, ok } from '../../../src/model/result.ts';
import { underlayAddress } from '../../../src/tasks/underlay-address.ts';
import { nic } from '../../support/facts.ts';
import { fleetOfNodes, movedNode } from '../../support/fleet.ts';

interface Given {
  /** MTU of the NIC that holds the endpoint now, eth0, and of the one that is to, eth1. */
  readonly mtus: readonly [now: number, then: number];
  readonly ip?: string;
  /** The endpoint as it is. */
  readonly now?: string;
}

/** What is said of one node between another that is right. */
function judged({ mtus: [from, to], ip = '198.19.0.11', now = '198.18.0.11' }: Given, args = {}) {
  const eth0 = nic('eth0', ['198.18.0.11/24', '2001:db8:1::11/64'], { mtu: from });
  const eth1 = nic('eth1', [], { mtu: to });
  const address = parseAddress(ip);
  if (address === null) throw new Error(`no address ${ip}`);
  const node = movedNode(1, { nics: [eth0, eth1] }, { 'ovn-encap-ip': now });
  const endpoint = ok({ address, prefix: 24, nic: eth1 });
  const large = movedNode(2, { nics: [nic('eth1', ['198.19.0.12/24'], { mtu: 9000 })] });
  return underlayAddress.judge?.(args, fleetOfNodes({ ...node, endpoint }, large));
}

const v6 = { ip: '2001:db8::11' };

describe('the NIC of the underlay', () => {
  const small = { kind: 'mtu-too-small', interface: 'eth1', overlay: 1442, networks: [] };
  test.each([
    ['carries IPv4 with 1500 bytes', 1500, {}, {}, null],
    ['does not with fewer', 1499, {}, {}, { ...small, mtu: 1499, needed: 1500 }],
    ['carries IPv6 with 1520 bytes', 1520, v6, {}, null],
    ['does not with fewer', 1519, v6, {}, { ...small, mtu: 1519, needed: 1520 }],
    ['carries what is declared', 1558, {}, { overlay_mtu: 1500 }, null],
    [
      'does not with fewer bytes',
      1557,
      {},
      { overlay_mtu: 1500 },
      { ...small, mtu: 1557, needed: 1558, overlay: 1500 },
    ],
  ])('%s', (...row) => {
    const [, mtu, more, args, problem] = row;
    const expected = problem === null ? [] : [{ nodes: ['micro01'], problem }];
    expect(judged({ mtus: [1500, mtu], ...more }, args)).toEqual(expected);
  });

  test('is not found: the reason is said', () => {
    const error = { kind: 'underlay-undeclared' } as const;
    const node = { ...movedNode(1), endpoint: err(error) };
    expect(underlayAddress.judge?.({}, fleetOfNodes(node))).toEqual([
      { nodes: ['micro01'], problem: error },
    ]);
  });
});

describe('a move to a smaller NIC, while nobody says how large overlay packets are', () => {
  const shrinks = { kind: 'mtu-shrinks', from: 'eth0', to: 'eth1', toMtu: 1557 };
  const mtus = [1558, 1557] as const;

  test.each([
    ['is refused where overlay packets of 1500 bytes fitted', { mtus }, {}, 1558],
    ['is none where they did not', { mtus: [1557, 1556] }, {}, null],
    ['is none where they still do', { mtus: [9000, 1558] }, {}, null],
    ['is a matter of what is declared', { mtus }, { overlay_mtu: 1442 }, null],
    ['is a matter of chassis with an endpoint', { mtus, now: '' }, {}, null],
    ['is a matter of endpoints on a NIC', { mtus, now: '198.18.0.99' }, {}, null],
    ['is a matter of endpoints that are addresses', { mtus, now: 'x,198.18.0.11' }, {}, null],
    ['is none where IPv6 left less', { mtus, now: '2001:db8:1::11' }, {}, null],
    [
      'is one where IPv6 left enough',
      { mtus: [1578, 1557], now: '2001:db8:1::11,198.18.0.11' },
      {},
      1578,
    ],
  ] as const)('%s', (_name, given, args, fromMtu) => {
    const found = [{ nodes: ['micro01'], problem: { ...shrinks, fromMtu } }];
    expect(judged(given, args)).toEqual(fromMtu === null ? [] : found);
  });
});
