import { describe, expect, test } from 'vitest';
import { exitCode } from '../../src/cli/exit-code.ts';
import { modelFleet } from '../simulator/fleet.ts';
import { encapIps, runOn, spec } from '../support/builders.ts';
import { keysOnly, watchedFleet } from '../support/watched-fleet.ts';

const moved = ['198.19.0.11', '198.19.0.12', '198.19.0.13'];
const unmoved = ['198.18.0.11', '198.18.0.12', '198.18.0.13'];

describe('converging', () => {
  test('plan shows each difference and writes nothing', async () => {
    const fleet = modelFleet(3);
    const report = await runOn(fleet, 'plan');
    expect(report.nodes[0]).toMatchObject({
      name: 'micro01',
      status: 'drift',
      changes: [
        {
          table: 'Open_vSwitch',
          column: 'external_ids',
          key: 'ovn-encap-ip',
          before: '198.18.0.11',
          after: '198.19.0.11',
        },
      ],
    });
    expect(exitCode(report)).toBe(2);
    expect(encapIps(fleet)).toEqual(unmoved);
  });

  test('apply converges, and a second apply runs no write', async () => {
    const fleet = modelFleet(3);
    const first = await runOn(fleet, 'apply');
    expect(first.nodes.map(({ status }) => status)).toEqual(['changed', 'changed', 'changed']);
    expect(exitCode(first)).toBe(0);
    expect(encapIps(fleet)).toEqual(moved);
    for (const node of fleet.nodes) node.scripts = 0;
    const second = await runOn(fleet, 'apply');
    expect(second.nodes.map(({ status }) => status)).toEqual(['ok', 'ok', 'ok']);
    expect(fleet.nodes.map(({ scripts }) => scripts)).toEqual([1, 1, 1]);
  });

  test('check notices a change made behind its back, with before and after', async () => {
    const fleet = modelFleet(3);
    await runOn(fleet, 'apply');
    fleet.nodes[1]?.row.external_ids.set('ovn-encap-ip', '198.18.0.12');
    const report = await runOn(fleet, 'check');
    expect(report.nodes.map(({ status }) => status)).toEqual(['ok', 'drift', 'ok']);
    expect(report.nodes[1]?.changes).toMatchObject([
      { key: 'ovn-encap-ip', before: '198.18.0.12', after: '198.19.0.12' },
    ]);
    expect(exitCode(report)).toBe(2);
  });

  test('keys that the play does not declare stay as they are', async () => {
    const fleet = modelFleet(1);
    fleet.nodes[0]?.row.external_ids.set('foreign', 'a,b="c"');
    await runOn(fleet, 'apply');
    expect(fleet.nodes[0]?.row.external_ids.get('foreign')).toBe('a,b="c"');
    expect(fleet.nodes[0]?.row.external_ids.get('system-id')).toBe('micro01');
  });

  test('from OVN 22.03 to 24.08 the source address of the tunnels comes along', async () => {
    const fleet = modelFleet(2);
    for (const [at, version] of ['23.03.1', '24.09.0'].entries()) {
      Object.assign(fleet.nodes[at] ?? {}, { ovnVersion: version });
    }
    await runOn(fleet, 'apply');
    const local = fleet.nodes.map(({ row }) => row.external_ids.get('ovn-set-local-ip'));
    expect(local).toEqual(['true', undefined]);
  });

  test('nobody is asked anything in the second after each write', async () => {
    const quiet: number[] = [];
    let waited: number | null = null;
    const { fleet } = watchedFleet('23.03.1', ({ purpose }) => {
      if (purpose !== 'write' && waited !== null) quiet.push(waited);
      waited = purpose === 'write' ? 0 : null;
      return undefined;
    });
    await runOn(fleet, 'apply', {
      play: { ...keysOnly, cutover: 'synchronised' },
      slept: (ms) => void (waited = waited === null ? null : waited + ms),
    });
    expect(quiet).toHaveLength(2);
    expect(Math.min(...quiet)).toBeGreaterThanOrEqual(1000);
  });

  test('check with a limit reads the chosen nodes only', async () => {
    const fleet = modelFleet(3);
    const report = await runOn(fleet, 'check', { selected: ['micro02'] });
    expect(report.nodes.map(({ name }) => name)).toEqual(['micro02']);
    expect(fleet.nodes.map(({ scripts }) => scripts)).toEqual([0, 1, 0]);
  });

  test('apply with a limit refuses to move a part of a fleet', async () => {
    const fleet = modelFleet(3);
    const report = await runOn(fleet, 'apply', { selected: ['micro02'] });
    expect(report.nodes.map(({ status }) => status)).toEqual(['skipped', 'failed', 'skipped']);
    expect(report.nodes[1]?.problems).toMatchObject([
      { kind: 'mixed', others: ['micro01', 'micro03'] },
    ]);
    expect(encapIps(fleet)).toEqual(unmoved);
  });

  test('apply with a limit mends the one node that drifted', async () => {
    const fleet = modelFleet(3);
    await runOn(fleet, 'apply');
    fleet.nodes[1]?.row.external_ids.set('ovn-encap-ip', '198.18.0.12');
    const report = await runOn(fleet, 'apply', { selected: ['micro02'] });
    expect(report.nodes.map(({ status }) => status)).toEqual(['skipped', 'changed', 'skipped']);
    expect(encapIps(fleet)).toEqual(moved);
  });

  test('no connection stays open, whatever the command', async () => {
    const fleet = modelFleet(3);
    for (const command of ['facts', 'plan', 'apply', 'check'] as const) await runOn(fleet, command);
    expect(fleet.open()).toBe(0);
  });

  test('a node that keeps its management address needs no underlay', async () => {
    const fleet = modelFleet(1);
    const report = await runOn(fleet, 'check', { specs: [spec(1, { underlay: false })] });
    expect(report.nodes[0]).toMatchObject({ status: 'ok', problems: [] });
  });
});
