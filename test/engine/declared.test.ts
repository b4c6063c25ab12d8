import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { exitCode } from '../../src/cli/exit-code.ts';
import { loadPlaybook } from '../../src/input/load.ts';
import type { Play } from '../../src/model/play.ts';
import { modelFleet } from '../simulator/fleet.ts';
import { encapIps, runOn, spec, underlayPlay } from '../support/builders.ts';

const place = { file: 'play.yaml', line: 1, column: 1 };

/** A play of nothing but such tasks. */
function declaring(...tasks: readonly (readonly [task: string, args: unknown])[]): Play {
  return { ...underlayPlay(), tasks: tasks.map(([task, args]) => ({ task, args, place })) };
}

async function shipped(name: string): Promise<Play> {
  const folder = fileURLToPath(new URL('../../playbooks/', import.meta.url));
  const play = await loadPlaybook(name, { shipped: folder });
  if (!play.ok) throw new Error(JSON.stringify(play.error));
  return play.value;
}

describe('keys of Open_vSwitch by name', () => {
  test('both columns converge in one transaction, values as OVS stores them', async () => {
    const fleet = modelFleet(2);
    const play = declaring(
      ['ovs_other_config', { 'max-idle': 30_000, 'hw-offload': true }],
      ['ovs_external_ids', { site: '{{ name }}-a', 'max-idle': 1.5 }],
    );
    const report = await runOn(fleet, 'apply', { play });
    expect(exitCode(report)).toBe(0);
    const [first] = fleet.nodes;
    expect([...(first?.row.other_config ?? [])]).toEqual([
      ['max-idle', '30000'],
      ['hw-offload', 'true'],
    ]);
    expect(first?.row.external_ids.get('site')).toBe('micro01-a');
    expect(first?.row.external_ids.get('max-idle')).toBe('1.5');
    expect(exitCode(await runOn(fleet, 'check', { play }))).toBe(0);
  });

  test('null takes a key away, and is content where it never was', async () => {
    const fleet = modelFleet(2);
    fleet.nodes[0]?.row.other_config.set('max-idle', '1');
    const play = declaring(['ovs_other_config', { 'max-idle': null }]);
    const found = await runOn(fleet, 'check', { play });
    expect(found.nodes.map(({ changes }) => changes)).toEqual([
      [
        {
          table: 'Open_vSwitch',
          column: 'other_config',
          key: 'max-idle',
          before: '1',
          after: null,
        },
      ],
      [],
    ]);
    expect(exitCode(await runOn(fleet, 'apply', { play }))).toBe(0);
    expect(fleet.nodes[0]?.row.other_config.has('max-idle')).toBe(false);
  });

  test('two tasks that declare the same are one change', async () => {
    const same = ['ovs_other_config', { k: 1 }] as const;
    const report = await runOn(modelFleet(1), 'plan', { play: declaring(same, same) });
    expect(report.nodes[0]?.changes).toHaveLength(1);
  });

  test('an endpoint that goes away brings no key along', async () => {
    const fleet = modelFleet(1);
    const play = declaring(['ovs_external_ids', { 'ovn-encap-ip': null }]);
    expect(exitCode(await runOn(fleet, 'apply', { play }))).toBe(0);
    expect(encapIps(fleet)).toEqual([undefined]);
    expect(fleet.nodes[0]?.row.external_ids.has('ovn-set-local-ip')).toBe(false);
  });
});

describe('shipped playbooks', () => {
  test('management moves every endpoint back', async () => {
    const fleet = modelFleet(3);
    await runOn(fleet, 'apply');
    const report = await runOn(fleet, 'apply', { play: await shipped('management') });
    expect(exitCode(report)).toBe(0);
    expect(encapIps(fleet)).toEqual(['198.18.0.11', '198.18.0.12', '198.18.0.13']);
  });

  test('bootstrap sets what MicroOVN sets', async () => {
    const fleet = modelFleet(2);
    const vars = { ovn_remote: 'ssl:198.18.0.11:6642' };
    const specs = [spec(1, { vars }), spec(2, { vars })];
    const report = await runOn(fleet, 'apply', { specs, play: await shipped('bootstrap') });
    expect(exitCode(report)).toBe(0);
    expect(Object.fromEntries(fleet.nodes[1]?.row.external_ids ?? [])).toMatchObject({
      'system-id': 'micro02',
      'ovn-remote': 'ssl:198.18.0.11:6642',
      'ovn-encap-type': 'geneve',
      'ovn-encap-ip': '198.19.0.12',
    });
  });

  test('bootstrap makes a bare host a chassis in one write, and one more beside it later', async () => {
    const fleet = modelFleet(2);
    for (const { row } of fleet.nodes) row.external_ids.clear();
    const vars = { ovn_remote: 'tcp:198.18.0.253:6642' };
    const specs = [spec(1, { vars, underlay: false }), spec(2, { vars, underlay: false })];
    const play = await shipped('bootstrap');
    const first = await runOn(fleet, 'apply', { specs, play, selected: ['micro01'] });
    expect([exitCode(first), first.plan?.stages.map(({ name }) => name)]).toEqual([0, ['write']]);
    expect(Object.fromEntries(fleet.nodes[0]?.row.external_ids ?? [])).toEqual({
      'system-id': 'micro01',
      'ovn-remote': 'tcp:198.18.0.253:6642',
      'ovn-encap-type': 'geneve',
      'ovn-encap-ip': '198.18.0.11',
    });
    const second = await runOn(fleet, 'apply', { specs, play });
    expect(second.nodes.map(({ status }) => status)).toEqual(['ok', 'changed']);
    expect(encapIps(fleet)).toEqual(['198.18.0.11', '198.18.0.12']);
  });
});
