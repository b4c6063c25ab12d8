import { expect, test } from 'vitest';
import { exitCode } from '../../src/cli/exit-code.ts';
import { modelFleet } from '../simulator/fleet.ts';
import { runOn } from '../support/builders.ts';
import { laterList, socketAnswer } from '../support/cluster-answers.ts';
import { servicesAnswer } from '../support/microovn.ts';

/** Three nodes of a cluster of four. */
function cloud() {
  const fleet = modelFleet(3);
  const members = [1, 2, 3, 4].map((n) => ({
    name: `micro0${n}`,
    address: `198.18.0.${10 + n}`,
  }));
  for (const node of fleet.nodes) {
    node.members = `${servicesAnswer(members)}\n${socketAnswer(laterList(members))}`;
    node.row.external_ids.set('ovn-encap-ip', node.managementIp.replace('.18.', '.19.'));
  }
  return fleet;
}

test.each(['check', 'facts'] as const)(
  '%s names a member that joined since, in one command a node',
  async (command) => {
    const fleet = cloud();
    const report = await runOn(fleet, command);
    const problem = { kind: 'member-unlisted', member: 'micro04', address: '198.18.0.14' };
    expect(report.problems).toEqual([{ nodes: ['micro01', 'micro02', 'micro03'], problem }]);
    expect(fleet.nodes.map(({ scripts }) => scripts)).toEqual([1, 1, 1]);
    expect(exitCode(report)).toBe(0);
  },
);

test('check says where MicroOVN has a node that it does not reach', async () => {
  const fleet = cloud();
  for (const node of fleet.nodes)
    node.members = node.members?.replaceAll('198.18.0.13:', '198.18.0.33:') ?? null;
  const refused = { kind: 'unreachable', address: '198.18.0.13', reason: 'refused' } as const;
  fleet.faults['micro03'] = { connect: () => refused };
  const report = await runOn(fleet, 'check');
  expect(report.problems).toContainEqual({
    nodes: ['micro03'],
    problem: { kind: 'member-moved', address: '198.18.0.33', was: '198.18.0.13' },
  });
});
