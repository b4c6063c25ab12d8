import { describe, expect, test } from 'vitest';
import type { LxdFacts, LxdNetwork, Nic } from '../../../src/model/facts.ts';
import type { NodeState, PathAnswer } from '../../../src/model/plan.ts';
import { describe as told } from '../../../src/problems/problem.ts';
import { underlayAddress } from '../../../src/tasks/underlay-address.ts';
import { underlayPath } from '../../../src/tasks/underlay-path.ts';
import { nic } from '../../support/facts.ts';
import { fleetOfNodes, movedNode } from '../../support/fleet.ts';

const small: LxdNetwork = { name: 'default', project: 'default', mtu: 1442 };
const large: LxdNetwork = { name: 'web', project: 'shop', mtu: 1500 };

function lists(...networks: readonly LxdNetwork[]): LxdFacts {
  return { networks, projects: 'all', unread: null };
}

function silent(unread: NonNullable<LxdFacts['unread']>): LxdFacts {
  return { networks: null, projects: null, unread };
}

/** Node n, whose NIC has this MTU. */
function node(n: number, lxd: LxdFacts | null, mtu = 1500): NodeState {
  const nics: readonly Nic[] = [nic('eth1', [`198.19.0.${10 + n}/24`], { mtu })];
  return movedNode(n, { nics, lxd });
}

function judged(nodes: readonly NodeState[], args = {}) {
  return underlayAddress.judge?.(args, fleetOfNodes(...nodes)) ?? [];
}

function payloads(nodes: readonly NodeState[], args = {}) {
  const asked = underlayPath.probe?.(args, fleetOfNodes(...nodes)) ?? [];
  return [...new Set(asked.map(({ payload }) => payload))];
}

describe('the overlay MTU to prove', () => {
  test.each([
    ['is the largest of all networks', lists(small, large), {}, 1530],
    ['is the largest, though it is below 1442', lists({ ...small, mtu: 1422 }), {}, 1452],
    ['is the one declared', lists(small, large), { overlay_mtu: 1442 }, 1472],
    ['is 1442 without networks', lists(), {}, 1472],
    ['is 1442 where LXD has set nothing', lists({ ...small, mtu: null }), {}, 1472],
    ['is 1442 without LXD', null, {}, 1472],
  ] as const)('%s', (_name, lxd, args, payload) => {
    expect(payloads([node(1, lxd), node(2, null)], args)).toEqual([payload]);
    expect(underlayPath.payload?.(args, fleetOfNodes(node(1, lxd)))).toBe(payload);
  });

  test('is refused by a NIC that cannot carry it, and the networks are named that break', () => {
    const [found, ...others] = judged([node(1, lists(small, large), 1558), node(2, null)]);
    const problem = { kind: 'mtu-too-small', needed: 1558, overlay: 1500, networks: [large] };
    expect([found, others]).toMatchObject([{ nodes: ['micro02'], problem }, []]);
    expect(found && told(found.problem)).toEqual({
      summary:
        'MTU 1500 of NIC eth1 is too small: an overlay of 1500 bytes needs 1558 (LXD network web (project shop))',
      hint: 'raise the MTU of eth1 and of its switch ports to 1558, or lower bridge.mtu of these networks and restart their instances',
    });
  });

  test('is refused by a path that cannot, and the networks are named that need it', () => {
    const answer = { payload: 1530, sent: 3, received: 0, small: true, device: 'eth1' };
    const paths: readonly PathAnswer[] = [{ from: 'micro01', to: 'micro02', ...answer }];
    const fleet = fleetOfNodes(node(1, lists(small, large), 9000), node(2, null, 9000));
    const [found] = underlayPath.judgePaths?.({}, { ...fleet, paths }) ?? [];
    expect(found?.problem).toMatchObject({ kind: 'path-mtu', networks: [large] });
    expect(found && told(found.problem).summary).toContain(
      'unfragmented ones of 1530 bytes do not (LXD network web (project shop))',
    );
  });

  test('is less than networks have, since it is declared so: they are named, and nothing is refused', () => {
    const nodes = [node(1, lists(small, large)), node(2, null, 1558)];
    const problem = { kind: 'lxd-networks-break', interface: 'eth1', mtu: 1500, networks: [large] };
    expect(judged(nodes, { overlay_mtu: 1442 })).toEqual([{ nodes: ['micro01'], problem }]);
  });
});

describe('a move to a smaller NIC', () => {
  const shrinks = (lxd: LxdFacts | null) => {
    const nics = [
      nic('eth0', ['198.18.0.11/24'], { mtu: 9000 }),
      nic('eth1', ['198.19.0.11/24'], { mtu: 1500 }),
    ];
    const moving = movedNode(1, { nics, lxd }, { 'ovn-encap-ip': '198.18.0.11' });
    return judged([moving]).map(({ problem }) => problem.kind);
  };

  test.each([
    ['is fine where all networks are known to fit', lists(small), []],
    ['is a guess where there are none', lists(), ['mtu-shrinks']],
    [
      'is a guess where only some are known',
      { networks: [small], projects: 'default', unread: null },
      ['mtu-shrinks', 'lxd-default-only'],
    ],
    ['is a guess where LXD is silent', silent('no-answer'), ['mtu-shrinks', 'lxd-unread']],
  ] as const)('%s', (_name, lxd, kinds) => {
    expect(shrinks(lxd)).toEqual(kinds);
  });
});

describe('what is not known of LXD is told:', () => {
  const said = (nodes: readonly NodeState[], args = {}) =>
    judged(nodes, args).map((found) => [found.nodes.join(), told(found.problem).summary]);

  test.each([
    ['permission-denied', 'its socket is for root and the group lxd'],
    ['no-timeout', 'this node has no timeout(1), without which it is not asked'],
    ['no-answer', 'it did not answer within 5 s'],
    ['failed', '`lxc network list` failed'],
    ['unreadable', 'its answer makes no sense'],
  ] as const)('%s', (reason, text) => {
    const nodes = [node(1, silent(reason)), node(2, silent('not-asked')), node(3, null)];
    const line = `the OVN networks of LXD are not known: ${text}`;
    expect(said(nodes)).toEqual([['micro01', line]]);
    expect(said(nodes, { overlay_mtu: 1442 })).toEqual([]);
  });

  test('only nodes that were not asked have it', () => {
    const line = 'the OVN networks of LXD are not known: the nodes that were asked have no LXD';
    expect(said([node(1, null), node(2, silent('not-asked'))])).toEqual([['micro02', line]]);
  });

  test('two members disagree: both answers, and the largest counts', () => {
    const nodes = [node(1, lists(small, large), 1558), node(2, lists(small), 1558)];
    const line =
      'LXD has other OVN networks on one node than on another: micro01 web (project shop) 1500; micro02 none';
    expect(said(nodes)).toEqual([['micro01,micro02', line]]);
    expect(payloads(nodes)).toEqual([1530]);
  });

  test('two members agree, in another order', () => {
    const nodes = [node(1, lists(small, large), 1558), node(2, lists(large, small), 1558)];
    expect(said(nodes)).toEqual([]);
  });
});
