import { describe, expect, test } from 'vitest';
import type { LxdNetwork } from '../../../src/model/facts.ts';
import type { Fleet, NodePlan } from '../../../src/model/plan.ts';
import type { Play } from '../../../src/model/play.ts';
import { lxdAfter } from '../../../src/planner/lxd-after.ts';
import { describe as told } from '../../../src/problems/problem.ts';
import { nic } from '../../support/facts.ts';
import { fleetOfNodes, movedNode } from '../../support/fleet.ts';

const place = { file: 'playbook.yaml', line: 1, column: 1 };

function play(args: object): Play {
  const tasks = [{ task: 'underlay_path', args, place }];
  return { file: 'x', name: 'x', hosts: 'all', hostsPlace: place, cutover: 'auto', tasks };
}

const networks: readonly LxdNetwork[] = [
  { name: 'default', project: 'default', mtu: 1442 },
  { name: 'web', project: 'shop', mtu: 1342 },
  { name: "it's", project: 'default', mtu: 1442 },
  { name: 'unset', project: 'default', mtu: null },
];

const full: LxdNetwork = { name: 'full', project: 'default', mtu: 1500 };

/** Two nodes that move from NICs with one MTU to NICs with another. */
function fleet(from: number, to: number, lxd = networks): Fleet {
  const nodes = [1, 2].map((n) => {
    const nics = [
      nic('eth0', [`198.18.0.${10 + n}/24`], { mtu: from }),
      nic('eth1', [`198.19.0.${10 + n}/24`], { mtu: to }),
    ];
    const facts = { nics, lxd: { networks: lxd, projects: 'all', unread: null } as const };
    return movedNode(n, facts, { 'ovn-encap-ip': `198.18.0.${10 + n}` });
  });
  return fleetOfNodes(...nodes);
}

const moves = [1, 2].map((n): NodePlan => {
  const at = { table: 'Open_vSwitch', column: 'external_ids', key: 'ovn-encap-ip' } as const;
  const change = { ...at, before: `198.18.0.${10 + n}`, after: `198.19.0.${10 + n}` };
  return { name: `micro0${n}`, changes: [change], problems: [] };
});

function found(of: Fleet, drafts = moves, args = {}) {
  return lxdAfter(play(args), of, drafts, 'in-place').map(({ nodes, problem }) => ({
    nodes,
    ...told(problem),
  }));
}

describe('after a move to a larger MTU', () => {
  test('LXD keeps what it has: the commands are said, and what they do', () => {
    expect(found(fleet(1500, 1558))).toEqual([
      {
        nodes: ['micro01', 'micro02'],
        summary:
          "bridge.mtu stays below the 1500 bytes that the new underlay carries: LXD networks default, web (project shop), it's",
        hint:
          'once all have moved: `lxc network unset default bridge.mtu`, `lxc network unset web bridge.mtu --project shop`, ' +
          "`lxc network unset 'it'\\''s' bridge.mtu`. LXD then takes what the underlay carries (leave out what is small on " +
          'purpose); running instances keep their MTU until they are restarted. To prove the way at that size, too, ' +
          'declare overlay_mtu: 1500 before the move',
      },
    ]);
  });

  test.each([
    ['is declared', networks, { overlay_mtu: 1500 }],
    ['another network has', [full, ...networks], {}],
  ])('that is proven at the size that %s, nothing is left to be declared', (_name, lxd, args) => {
    const [hint = ''] = found(fleet(1500, 1558, lxd), moves, args).map((each) => each.hint);
    expect(hint).toMatch(/until they are restarted$/);
    expect(hint).not.toContain('full');
  });

  test('hundreds of networks fill no screen', () => {
    const many = Array.from({ length: 200 }, (_, at) => ({ ...full, mtu: 1442, name: `n${at}` }));
    const [hint = ''] = found(fleet(1500, 1558, many)).map((each) => each.hint);
    expect(hint.match(/`lxc network unset n/g)).toHaveLength(20);
    expect(hint).toContain('180 more (`lxc network list --all-projects`)');
  });

  test.each([
    ['the MTU was as large before', fleet(9000, 1558), moves],
    ['the new one is not large enough', fleet(1500, 1557), moves],
    ['one node stays behind', fleet(1500, 1558), moves.slice(1)],
    ['all networks have it', fleet(1500, 1558, [full]), moves],
    ['one node was not read', { ...fleet(1500, 1558), unread: [unread()] }, moves],
  ])('nothing is said where %s', (_name, of, drafts) => {
    expect(found(of, drafts)).toEqual([]);
  });

  test('nothing is said where nothing moves', () => {
    expect(lxdAfter(play({}), fleet(1500, 1558), [], null)).toEqual([]);
  });
});

function unread() {
  const { spec } = movedNode(3);
  return { spec, problem: { kind: 'vswitchd-silent' } as const };
}
