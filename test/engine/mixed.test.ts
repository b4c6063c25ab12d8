import { describe, expect, test } from 'vitest';
import { exitCode } from '../../src/cli/exit-code.ts';
import type { Report } from '../../src/model/report.ts';
import { modelFleet } from '../simulator/fleet.ts';
import { encapIps, runOn, spec, underlayPlay } from '../support/builders.ts';

const unmoved = ['198.18.0.11', '198.18.0.12', '198.18.0.13'];

function kinds({ nodes }: Report): readonly string[] {
  return nodes.flatMap(({ name, problems }) => problems.map(({ kind }) => `${name} ${kind}`));
}

describe('a fleet of which a part moves', () => {
  test('is refused, whoever stays', async () => {
    const limited = await runOn(modelFleet(3), 'apply', { selected: ['micro01', 'micro02'] });
    expect(kinds(limited)).toEqual(['micro01 mixed', 'micro02 mixed']);
    const specs = [spec(1), spec(2), spec(3, { underlay: false })];
    const declared = await runOn(modelFleet(3), 'apply', { specs });
    expect(kinds(declared)).toEqual(['micro01 mixed', 'micro02 mixed']);
  });

  test('is refused the other way round, too, and names who is elsewhere', async () => {
    const fleet = modelFleet(3);
    const specs = [spec(1), spec(2, { underlay: false }), spec(3)];
    await runOn(fleet, 'apply', { specs, allow: ['mixed'] });
    const back = [spec(1), spec(2, { underlay: false }), spec(3, { underlay: false })];
    const report = await runOn(fleet, 'apply', { specs: back });
    expect(report.nodes[2]?.problems).toEqual([{ kind: 'mixed', others: ['micro01'] }]);
    expect(encapIps(fleet)).toEqual(['198.19.0.11', '198.18.0.12', '198.19.0.13']);
  });

  test('is refused where nodes of both networks change places in one run', async () => {
    const fleet = modelFleet(3);
    const before = [spec(1), spec(2, { underlay: false }), spec(3)];
    await runOn(fleet, 'apply', { specs: before, allow: ['mixed'] });
    const after = [spec(1), spec(2), spec(3, { underlay: false })];
    const report = await runOn(fleet, 'apply', { specs: after });
    expect(kinds(report)).toEqual(['micro02 mixed', 'micro03 mixed']);
    expect(encapIps(fleet)).toEqual(['198.19.0.11', '198.18.0.12', '198.19.0.13']);
  });

  test('is none where all end on the management network, whatever is declared', async () => {
    const fleet = modelFleet(3);
    const specs = [spec(1), spec(2, { underlay: false }), spec(3)];
    await runOn(fleet, 'apply', { specs, allow: ['mixed'] });
    const play = underlayPlay({ 'ovn-encap-ip': '{{ management_ip }}' });
    expect(exitCode(await runOn(fleet, 'apply', { specs, play }))).toBe(0);
    expect(encapIps(fleet)).toEqual(unmoved);
  });

  test('is refused where a bare host would join on the other network, and not on the same', async () => {
    const fleet = modelFleet(3);
    fleet.nodes[2]?.row.external_ids.clear();
    await runOn(fleet, 'apply', { selected: ['micro01', 'micro02'] });
    const specs = [spec(1), spec(2), spec(3, { underlay: false })];
    const apart = await runOn(fleet, 'apply', { specs });
    expect(kinds(apart)).toEqual(['micro03 mixed']);
    expect(exitCode(await runOn(fleet, 'apply'))).toBe(0);
    expect(encapIps(fleet)).toEqual(['198.19.0.11', '198.19.0.12', '198.19.0.13']);
  });

  test('moves with --allow mixed once every final pair has answered', async () => {
    const fleet = modelFleet(3);
    const options = { selected: ['micro01', 'micro02'], allow: ['mixed'] };
    const report = await runOn(fleet, 'apply', options);
    expect(report.paths).toHaveLength(6);
    expect(report.paths).toContainEqual(
      expect.objectContaining({ from: 'micro01', to: 'micro03', received: 3 }),
    );
    expect(kinds(report)).toEqual(['micro01 allowed', 'micro02 allowed']);
    expect(encapIps(fleet)).toEqual(['198.19.0.11', '198.19.0.12', '198.18.0.13']);
    expect(exitCode(report)).toBe(0);
  });

  test('probes who stays at the address that it keeps', async () => {
    const fleet = modelFleet(3);
    const scripts: string[] = [];
    fleet.faults['micro03'] = { script: (_number, text) => void scripts.push(text) };
    await runOn(fleet, 'plan', { selected: ['micro01', 'micro02'], allow: ['mixed'] });
    expect(scripts[1]).toContain('source=198.18.0.13');
  });

  test('does not move where one pair does not answer, whatever is allowed', async () => {
    const fleet = modelFleet(3);
    fleet.nodes[0]?.paths.unreachable.add('198.18.0.13');
    const allow = ['mixed', 'path-broken', 'path-isolated'];
    const report = await runOn(fleet, 'apply', { selected: ['micro01', 'micro02'], allow });
    expect(kinds(report)).toContain('micro01 mixed-unproven');
    expect(encapIps(fleet)).toEqual(unmoved);
    expect(exitCode(report)).toBe(1);
  });

  test('says nothing in check, where nothing moves', async () => {
    const fleet = modelFleet(2);
    const specs = [spec(1), spec(2, { underlay: false })];
    expect(exitCode(await runOn(fleet, 'check', { specs }))).toBe(2);
    await runOn(fleet, 'apply', { specs, allow: ['mixed'] });
    expect(exitCode(await runOn(fleet, 'check', { specs }))).toBe(0);
  });
});

describe('--allow-partial', () => {
  test('leaves out who cannot be read', async () => {
    const fleet = modelFleet(3);
    await runOn(fleet, 'apply');
    fleet.nodes[0]?.row.external_ids.set('ovn-encap-type', 'vxlan');
    fleet.faults['micro03'] = {
      connect: () => ({ kind: 'unreachable', address: '198.18.0.13', reason: 'gone' }),
    };
    const before = await runOn(fleet, 'apply');
    expect([exitCode(before), before.nodes[0]?.status]).toEqual([4, 'drift']);
    const report = await runOn(fleet, 'apply', { allowPartial: true });
    expect(report.nodes.map(({ status }) => status)).toEqual(['changed', 'ok', 'unreachable']);
    expect(exitCode(report)).toBe(4);
  });

  test('moves no endpoint away from a node that nobody can ask', async () => {
    const fleet = modelFleet(3);
    fleet.faults['micro03'] = {
      connect: () => ({ kind: 'unreachable', address: '198.18.0.13', reason: 'gone' }),
    };
    const report = await runOn(fleet, 'apply', { allowPartial: true, allow: ['mixed'] });
    expect(kinds(report)).toContain('micro01 mixed-unproven');
    expect(encapIps(fleet)).toEqual(unmoved);
  });
});
