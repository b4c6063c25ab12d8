import { describe, expect, test } from 'vitest';
import { problemsIn } from '../../src/problems/problem.ts';
import type { Report } from '../../src/model/report.ts';
import { modelFleet, type ModelFleet } from '../simulator/fleet.ts';
import { valueOf } from '../simulator/script.ts';
import { encapIps, runOn } from '../support/builders.ts';
import { lxdNetwork } from '../support/lxd.ts';

const networks = [lxdNetwork('default', 1442), lxdNetwork('web', 1500, { project: 'shop' })];

/** A fleet with LXD on each node, whose NICs have this MTU, and the nodes that were asked for its networks. */
function lxdFleet(size: number, mtu: number, lists: readonly object[] = networks) {
  const fleet = modelFleet(size);
  const asked: string[] = [];
  for (const node of fleet.nodes) {
    node.lxd = JSON.stringify(lists);
    for (const nic of node.nics) nic.mtu = mtu;
    fleet.faults[node.name] = {
      script: (_number, text) => {
        if (valueOf('ask_cluster', text) === 'yes') asked.push(node.name);
        return undefined;
      },
    };
  }
  return { fleet, asked };
}

function kinds(report: Report): readonly string[] {
  return problemsIn(report).map(({ kind }) => kind);
}

function moved({ nodes }: ModelFleet): readonly string[] {
  return nodes.map((_, at) => `198.19.0.${11 + at}`);
}

describe('LXD', () => {
  test('is asked on three nodes of many, once, whatever follows', async () => {
    const { fleet, asked } = lxdFleet(7, 1558);
    const report = await runOn(fleet, 'apply');
    expect(asked).toEqual(['micro01', 'micro04', 'micro07']);
    expect(encapIps(fleet)).toEqual(moved(fleet));
    expect(kinds(report)).not.toContain('lxd-unread');
    expect(new Set(report.paths?.map(({ payload }) => payload))).toEqual(new Set([1530]));
  });

  test('is asked in the command that reads the node, by a check, too', async () => {
    const { fleet, asked } = lxdFleet(3, 1500);
    const report = await runOn(fleet, 'check');
    expect(asked).toEqual(['micro01', 'micro02', 'micro03']);
    expect(fleet.nodes.map(({ scripts }) => scripts)).toEqual([1, 1, 1]);
    expect(kinds(report)).toEqual(['mtu-too-small', 'mtu-too-small', 'mtu-too-small']);
  });

  test('has networks that the new NICs cannot carry: nothing is written', async () => {
    const { fleet } = lxdFleet(3, 1500);
    const before = encapIps(fleet);
    expect(kinds(await runOn(fleet, 'apply'))).toContain('mtu-too-small');
    expect(encapIps(fleet)).toEqual(before);
  });

  test('has a list that makes no sense: told, and 1442 bytes are proven', async () => {
    const { fleet } = lxdFleet(3, 1500);
    for (const node of fleet.nodes) node.lxd = '{';
    const report = await runOn(fleet, 'plan');
    expect(kinds(report)).toContain('lxd-unread');
    expect(new Set(report.paths?.map(({ payload }) => payload))).toEqual(new Set([1472]));
  });

  test.each([
    ['plan', false],
    ['apply', false],
    ['apply', true],
  ] as const)(
    'keeps the MTU of the NICs that %s leaves: said, unless it fails (%s)',
    async (command, fails) => {
      const { fleet } = lxdFleet(2, 1558, [lxdNetwork('default', 1442)]);
      for (const { nics } of fleet.nodes)
        for (const nic of nics) if (nic.ifname === 'eth0') nic.mtu = 1500;
      if (fails) breakLater(fleet);
      const stays = kinds(await runOn(fleet, command)).includes('lxd-networks-stay');
      expect(stays).toBe(!fails);
    },
  );
});

/** A node whose ovs-vswitchd is gone once its endpoint has moved. */
function breakLater({ nodes: [first], faults }: ModelFleet): void {
  if (first === undefined) return;
  faults[first.name] = {
    script: () => {
      if (first.row.external_ids.get('ovn-encap-ip') === '198.19.0.11') first.vswitchd = false;
      return undefined;
    },
  };
}
