import { describe, expect, test } from 'vitest';
import { exitCode } from '../../src/cli/exit-code.ts';
import type { Outcome } from '../../src/engine/ports.ts';
import type { Report } from '../../src/model/report.ts';
import { modelFleet, type ModelFleet } from '../simulator/fleet.ts';
import { encapIps, runOn, underlayPlay, type RunOptions } from '../support/builders.ts';
import { selected, southboundOutput } from '../support/southbound.ts';
import { watchedFleet, withTunnels } from '../support/watched-fleet.ts';

const remote = 'tcp:198.18.0.253:6642';
const place = { file: 'underlay.yaml', line: 1, column: 1 };
const tasks = [
  ...underlayPlay().tasks,
  { task: 'ovn_tunnels', args: { timeout: 2, southbound: remote }, place },
];
const play = { ...underlayPlay(), tasks };
const unmoved = ['198.18.0.11', '198.18.0.12'];
const moved = ['198.19.0.11', '198.19.0.12'];

/** Two nodes; their southbound database has a third chassis, too. */
function fleetOfTwo(): ModelFleet {
  const fleet = modelFleet(2);
  for (const { name } of fleet.nodes) {
    const script = (_number: number, text: string): Outcome | undefined => {
      if (!text.includes('OVN_Southbound')) return undefined;
      const boundary = /^boundary=(\S+)$/m.exec(text)?.[1] ?? '';
      const rows = fleet.nodes.map(
        (node, at) => [node.name, [`geneve ${encapIps(fleet)[at]}`]] as const,
      );
      const held = Object.fromEntries([...rows, ['micro03', ['geneve 198.18.0.13']]]);
      return southboundOutput(boundary, { stdout: selected(held) });
    };
    fleet.faults[name] = { script };
  }
  return fleet;
}

const go = (fleet: ModelFleet, command: 'plan' | 'apply' | 'check', options: RunOptions = {}) =>
  runOn(fleet, command, { play, ...options });

function shared({ problems }: Report): readonly string[] {
  return problems.map(({ nodes, problem }) => `${nodes.join()} ${problem.kind}`);
}

describe('a chassis that the inventory does not name', () => {
  test.each(['plan', 'apply'] as const)('is not left behind by %s', async (command) => {
    const fleet = fleetOfTwo();
    const report = await go(fleet, command);
    expect(shared(report)).toEqual(['micro01,micro02 chassis-outside']);
    expect(report.nodes.map(({ status }) => status)).toEqual(['failed', 'failed']);
    expect(exitCode(report)).toBe(1);
    expect(report.paths).toBeNull();
    expect(encapIps(fleet)).toEqual(unmoved);
  });

  test('moves nobody unless every node gets its answer, whatever is allowed', async () => {
    const fleet = fleetOfTwo();
    fleet.nodes[1]?.paths.narrow.add('198.18.0.13');
    const report = await go(fleet, 'apply', { allow: ['chassis-outside'] });
    expect(shared(report)).toEqual(['micro01,micro02 allowed']);
    expect(report.nodes[1]?.problems.map(({ kind }) => kind)).toEqual(['outside-unproven']);
    expect(exitCode(report)).toBe(1);
    expect(encapIps(fleet)).toEqual(unmoved);
  });

  test('is left with --allow once it has answered everybody', async () => {
    const fleet = fleetOfTwo();
    const report = await go(fleet, 'apply', { allow: ['chassis-outside'] });
    expect(report.paths?.filter(({ to }) => to === 'micro03@198.18.0.13')).toHaveLength(2);
    expect(exitCode(report)).toBe(0);
    expect(encapIps(fleet)).toEqual(moved);
  });

  test('needs no --allow where it is known, but its answers all the same', async () => {
    const fleet = fleetOfTwo();
    fleet.nodes[0]?.paths.unreachable.add('198.18.0.13');
    const options = { outsiders: ['micro03'] };
    const report = await go(fleet, 'apply', options);
    expect(report.nodes[0]?.problems.map(({ kind }) => kind)).toEqual(['outside-unproven']);
    expect(encapIps(fleet)).toEqual(unmoved);
    fleet.nodes[0]?.paths.unreachable.clear();
    expect(shared(await go(fleet, 'apply', options))).toEqual([]);
    expect(encapIps(fleet)).toEqual(moved);
  });

  test('is said by check, whether anything differs or not, unless it is known', async () => {
    const fleet = fleetOfTwo();
    const drift = await go(fleet, 'check');
    expect([exitCode(drift), shared(drift)]).toEqual([2, ['micro01 chassis-unlisted']]);
    await go(fleet, 'apply', { allow: ['chassis-outside'] });
    const calm = await go(fleet, 'check');
    expect([exitCode(calm), shared(calm)]).toEqual([0, ['micro01 chassis-unlisted']]);
    const known = await go(fleet, 'check', { outsiders: ['micro03'] });
    expect([exitCode(known), shared(known)]).toEqual([0, []]);
    expect(shared(await go(fleet, 'apply'))).toEqual(['micro01 chassis-unlisted']);
  });
});

test('an outsider that heard nobody before the move is not the fault of the move', async () => {
  const { fleet } = watchedFleet('25.03.1', ({ purpose }, { nodes }) => {
    const tunnels = nodes.flatMap((node) => [...node.tunnels.values()]);
    const dead = tunnels.filter(({ id }) => id.startsWith('old@'));
    if (purpose === 'facts') for (const each of dead) each.bfd = { state: 'down', flaps: 1 };
    return undefined;
  });
  fleet.southbound.chassis.set('old', { uuid: 'o', ip: '198.18.0.99', interconnected: false });
  await runOn(fleet, 'facts');
  const report = await runOn(fleet, 'apply', { play: withTunnels, outsiders: ['old'] });
  expect(exitCode(report)).toBe(0);
});
