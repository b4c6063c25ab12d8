import { describe, expect, test } from 'vitest';
import { exitCode } from '../../src/cli/exit-code.ts';
import type { Outcome } from '../../src/engine/ports.ts';
import type { Report } from '../../src/model/report.ts';
import { modelFleet, type ModelFleet } from '../simulator/fleet.ts';
import { encapIps, runOn, underlayPlay } from '../support/builders.ts';
import { selected, southboundOutput, type Rows } from '../support/southbound.ts';
import { keysOnly, watchedFleet } from '../support/watched-fleet.ts';

const remote = 'tcp:198.18.0.253:6642';
const place = { file: 'underlay.yaml', line: 1, column: 1 };
const plain = { ...underlayPlay(), tasks: underlayPlay().tasks.slice(2) };
const compared = {
  ...plain,
  tasks: [...plain.tasks, { task: 'ovn_tunnels', args: { timeout: 2, southbound: remote }, place }],
};

/** A fleet whose first nodes answer with what the southbound holds; counts how often it is asked. */
function fleetWith(rows: (fleet: ModelFleet, asked: number) => Rows | null) {
  const fleet = modelFleet(3);
  const asked: string[] = [];
  for (const { name, row } of fleet.nodes) {
    row.external_ids.set('ovn-remote', remote);
    const script = (_number: number, text: string): Outcome | undefined => {
      if (!text.includes('OVN_Southbound')) return undefined;
      asked.push(name);
      const boundary = /^boundary=(\S+)$/m.exec(text)?.[1] ?? '';
      const held = rows(fleet, asked.length);
      const answer = held === null ? { exit: 1, stderr: 'refused' } : { stdout: selected(held) };
      return southboundOutput(boundary, answer);
    };
    fleet.faults[name] = { script };
  }
  return { fleet, asked };
}

/** What the databases of the nodes say now. */
function published({ nodes }: ModelFleet): Rows {
  const ip = ({ row }: ModelFleet['nodes'][number]) => row.external_ids.get('ovn-encap-ip');
  return Object.fromEntries(nodes.map((node) => [node.name, [`geneve ${ip(node)}`]]));
}

function kinds({ nodes }: Report): readonly string[] {
  return nodes.flatMap(({ name, problems }) =>
    problems
      .filter(({ kind }) => kind !== 'tunnels-not-applicable')
      .map(({ kind }) => `${name} ${kind}`),
  );
}

const moved = ['198.19.0.11', '198.19.0.12', '198.19.0.13'];
const unmoved = ['198.18.0.11', '198.18.0.12', '198.18.0.13'];

describe('the southbound database', () => {
  test('is not asked for unless the playbook names it', async () => {
    const { fleet, asked } = fleetWith(published);
    await runOn(fleet, 'check', { play: plain });
    expect(asked).toEqual([]);
    expect(fleet.nodes.map(({ scripts }) => scripts)).toEqual([1, 1, 1]);
  });

  test('is asked for once, at the first node, and its connection is closed', async () => {
    const { fleet, asked } = fleetWith(published);
    const report = await runOn(fleet, 'check', { play: compared });
    expect(asked).toEqual(['micro01']);
    expect(fleet.nodes.map(({ scripts }) => scripts)).toEqual([1, 1, 1]);
    expect(kinds(report)).toEqual([]);
    expect(fleet.open()).toBe(0);
  });

  test('is asked for at the next node where the first cannot be read, or is not meant', async () => {
    const { fleet, asked } = fleetWith(published);
    const reason = 'connection refused';
    const down = { kind: 'unreachable', address: '198.18.0.11', reason } as const;
    fleet.faults['micro01'] = { connect: () => down };
    await runOn(fleet, 'check', { play: compared });
    await runOn(fleet, 'check', { play: compared, selected: ['micro03'] });
    expect(asked).toEqual(['micro02', 'micro03']);
  });

  test('is looked at after a write until it agrees', async () => {
    const old = published(modelFleet(3));
    const { fleet, asked } = fleetWith((each, count) => (count < 4 ? old : published(each)));
    const report = await runOn(fleet, 'apply', { play: compared });
    expect(report.nodes.map(({ status }) => status)).toEqual(['changed', 'changed', 'changed']);
    expect(asked).toHaveLength(4);
  });

  test('that does not follow until patience ends puts every node back', async () => {
    const old = published(modelFleet(3));
    const { fleet } = fleetWith((each) => ({ ...published(each), micro02: old['micro02'] ?? [] }));
    const report = await runOn(fleet, 'apply', { play: compared });
    expect(encapIps(fleet)).toEqual(unmoved);
    expect(kinds(report)).toEqual(['micro02 southbound-disagrees']);
    expect(report.nodes.map(({ status }) => status)).toEqual([
      'rolled_back',
      'failed',
      'rolled_back',
    ]);
    expect(exitCode(report)).toBe(8);
  });

  test('keeps apply from taking an address that a stranger holds there', async () => {
    const { fleet } = fleetWith((each) => ({ ...published(each), ghost: ['geneve 198.19.0.12'] }));
    const report = await runOn(fleet, 'apply', { play: compared });
    expect(kinds(report)).toEqual(['micro02 foreign-chassis']);
    expect(encapIps(fleet)).toEqual(unmoved);
  });

  test('that nobody can read is a warning, and stops nothing', async () => {
    const { fleet } = fleetWith(() => null);
    const report = await runOn(fleet, 'apply', { play: compared });
    expect(kinds(report)).toEqual(['micro01 southbound-unread']);
    expect(report.nodes[0]?.problems).toContainEqual({
      kind: 'southbound-unread',
      remote,
      reason: 'refused',
    });
    expect(encapIps(fleet)).toEqual(moved);
  });
});

test('of three southbound servers one is silent: not in place, and plan names it', async () => {
  const { fleet } = watchedFleet('25.03.1');
  const servers = ['6642', '6652', '6662'].map((port) => `tcp:198.18.0.253:${port}`);
  const [, , silent = ''] = servers;
  Object.assign(fleet.southbound, { remote: servers.join() });
  fleet.southbound.silent.add(silent);
  for (const { row } of fleet.nodes) row.external_ids.set('ovn-remote', servers.join());
  const { plan, problems } = await runOn(fleet, 'plan', { play: keysOnly });
  expect(plan?.strategy).toBe('synchronised');
  const found = problems.flatMap(({ problem }) =>
    problem.kind === 'not-in-place' ? problem.reasons : [],
  );
  expect(found.join()).toContain(silent);
});
