import { describe, expect, test } from 'vitest';
import { exitCode } from '../../src/cli/exit-code.ts';
import type { Problem } from '../../src/problems/problem.ts';
import type { Report } from '../../src/model/report.ts';
import { modelFleet, type ModelFleet } from '../simulator/fleet.ts';
import { isPathScript } from '../simulator/paths.ts';
import { encapIps, runOn, underlayPlay } from '../support/builders.ts';

const underlay = (n: number): string => `198.19.0.${10 + n}`;
const unmoved = (size: number) => Array.from({ length: size }, (_, at) => `198.18.0.${11 + at}`);

/** All problems with the nodes that they are about. */
function found({ nodes, problems }: Report): readonly (Problem & { whom: string })[] {
  return [
    ...nodes.flatMap((node) => node.problems.map((each) => ({ ...each, whom: node.name }))),
    ...problems.map(({ nodes, problem }) => ({ ...problem, whom: nodes.join(' ') })),
  ];
}

/** Node n and the rest hear nothing of each other. */
function cutOff({ nodes }: ModelFleet, n: number): void {
  for (const [at, node] of nodes.entries()) {
    if (at + 1 !== n) {
      node.paths.unreachable.add(underlay(n));
      nodes[n - 1]?.paths.unreachable.add(underlay(at + 1));
    }
  }
}

function pathScripts({ nodes, faults }: ModelFleet): () => readonly number[] {
  const counts = nodes.map(() => 0);
  for (const [at, { name }] of nodes.entries()) {
    faults[name] = {
      script: (_number, text) => {
        counts[at] = (counts[at] ?? 0) + Number(isPathScript(text));
        return undefined;
      },
    };
  }
  return () => counts;
}

describe('paths that are good', () => {
  test('are asked once per node, for a plan and for an apply, and told', async () => {
    for (const command of ['plan', 'apply'] as const) {
      const fleet = modelFleet(3);
      const asked = pathScripts(fleet);
      const report = await runOn(fleet, command);
      expect(asked()).toEqual([1, 1, 1]);
      expect(report.paths).toHaveLength(6);
      expect(found(report).filter(({ kind }) => kind.startsWith('path-'))).toEqual([]);
    }
  });

  test('a plan is two scripts a node', async () => {
    const fleet = modelFleet(3);
    await runOn(fleet, 'plan');
    expect(fleet.nodes.map(({ scripts }) => scripts)).toEqual([2, 2, 2]);
  });

  test('a phase of its own tells of it', async () => {
    const phases: string[] = [];
    await runOn(modelFleet(2), 'plan', {
      emit: (event) => event.type === 'phase' && phases.push(event.phase),
    });
    expect(phases).toEqual(['reading', 'probing']);
  });
});

describe('nobody is asked', () => {
  test.each(['check', 'facts'] as const)('by %s', async (command) => {
    const fleet = modelFleet(3);
    const asked = pathScripts(fleet);
    expect((await runOn(fleet, command)).paths).toBeNull();
    expect(asked()).toEqual([0, 0, 0]);
  });

  test('where all is in sync', async () => {
    const fleet = modelFleet(3);
    await runOn(fleet, 'apply');
    const asked = pathScripts(fleet);
    expect((await runOn(fleet, 'plan')).paths).toBeNull();
    expect((await runOn(fleet, 'apply')).paths).toBeNull();
    expect(asked()).toEqual([0, 0, 0]);
  });

  test('where a rule refuses already', async () => {
    const fleet = modelFleet(3);
    fleet.nodes[1]?.nics.pop();
    const asked = pathScripts(fleet);
    expect((await runOn(fleet, 'apply')).paths).toBeNull();
    expect(asked()).toEqual([0, 0, 0]);
  });

  test('where the play does not want it', async () => {
    const play = underlayPlay();
    const tasks = play.tasks.filter(({ task }) => task !== 'underlay_path');
    const fleet = modelFleet(3);
    const asked = pathScripts(fleet);
    expect((await runOn(fleet, 'plan', { play: { ...play, tasks } })).paths).toBeNull();
    expect(asked()).toEqual([0, 0, 0]);
  });

  test('where there is nobody to ask about', async () => {
    expect((await runOn(modelFleet(1), 'plan')).paths).toBeNull();
  });
});

describe('paths that are not good', () => {
  test.each([
    [
      'one way',
      (fleet: ModelFleet) => void fleet.nodes[1]?.paths.unreachable.add(underlay(3)),
      { kind: 'path-broken', from: 'micro02', to: 'micro03', payload: 1472, oneWay: true },
    ],
    [
      'both ways',
      ({ nodes: [, second, third] }: ModelFleet) => {
        second?.paths.unreachable.add(underlay(3));
        third?.paths.unreachable.add(underlay(2));
      },
      { kind: 'path-broken', from: 'micro02', to: 'micro03', payload: 1472, oneWay: false },
    ],
    [
      'a size',
      ({ nodes: [, second, third] }: ModelFleet) => {
        second?.paths.narrow.add(underlay(3));
        third?.paths.narrow.add(underlay(2));
      },
      { kind: 'path-mtu', from: 'micro02', to: 'micro03', payload: 1472, networks: [] },
    ],
  ])('%s: nothing is written anywhere', async (_name, prepare, problem) => {
    const fleet = modelFleet(3);
    prepare(fleet);
    const report = await runOn(fleet, 'apply');
    expect(found(report)).toEqual([{ ...problem, whom: 'micro02 micro03' }]);
    expect(report.nodes.map(({ status }) => status)).toEqual(['drift', 'failed', 'failed']);
    expect(exitCode(report)).toBe(1);
    expect(encapIps(fleet)).toEqual(unmoved(3));
  });

  test('another NIC, once a node', async () => {
    const fleet = modelFleet(3);
    for (const n of [2, 3]) fleet.nodes[0]?.paths.detours.set(underlay(n), 'eth0');
    const to = ['micro02', 'micro03'];
    expect(found(await runOn(fleet, 'apply'))).toEqual([
      {
        kind: 'path-wrong-nic',
        from: 'micro01',
        to,
        device: 'eth0',
        expected: 'eth1',
        whom: 'micro01',
      },
    ]);
    expect(encapIps(fleet)).toEqual(unmoved(3));
  });

  test('one dead node among ten is one finding', async () => {
    const fleet = modelFleet(10);
    cutOff(fleet, 4);
    expect(found(await runOn(fleet, 'plan'))).toEqual([
      { kind: 'path-isolated', node: 'micro04', peers: 9, of: 9, oneWay: false, whom: 'micro04' },
    ]);
  });

  test('two dead nodes among four blame nobody else', async () => {
    const fleet = modelFleet(4);
    cutOff(fleet, 1);
    cutOff(fleet, 2);
    const isolated = found(await runOn(fleet, 'plan')).map(({ kind, whom }) => [kind, whom]);
    expect(isolated).toEqual([
      ['path-isolated', 'micro01'],
      ['path-isolated', 'micro02'],
    ]);
  });

  test('a node behind a smaller MTU is one finding', async () => {
    const fleet = modelFleet(10);
    cutOff(fleet, 4);
    for (const { paths } of fleet.nodes) {
      for (const address of paths.unreachable) paths.narrow.add(address);
      paths.unreachable.clear();
    }
    const to = '9 of its 9 peers';
    expect(found(await runOn(fleet, 'plan'))).toEqual([
      { kind: 'path-mtu', from: 'micro04', to, payload: 1472, networks: [], whom: 'micro04' },
    ]);
  });

  test('a node that answers nobody, but gets answers, is one finding', async () => {
    const fleet = modelFleet(10);
    for (const { paths } of fleet.nodes.slice(1)) paths.unreachable.add(underlay(1));
    expect(found(await runOn(fleet, 'plan'))).toMatchObject([
      { kind: 'path-isolated', node: 'micro01', peers: 9, of: 9, oneWay: true },
    ]);
  });

  test('faults of different kinds at one node are told apart', async () => {
    const fleet = modelFleet(3);
    fleet.nodes[1]?.paths.narrow.add(underlay(1));
    fleet.nodes[0]?.paths.narrow.add(underlay(2));
    fleet.nodes[1]?.paths.unreachable.add(underlay(3));
    expect(found(await runOn(fleet, 'plan'))).toMatchObject([
      { kind: 'path-broken', from: 'micro02', to: 'micro03', oneWay: true },
      { kind: 'path-mtu', from: 'micro01', to: 'micro02' },
    ]);
  });

  test('--allow overrides the rule by its name', async () => {
    const fleet = modelFleet(3);
    fleet.nodes[1]?.paths.unreachable.add(underlay(3));
    await runOn(fleet, 'apply', { allow: ['path-mtu'] });
    expect(encapIps(fleet)).toEqual(unmoved(3));
    const report = await runOn(fleet, 'apply', { allow: ['path-broken'] });
    expect(found(report)).toMatchObject([{ kind: 'allowed', rule: 'path-broken' }]);
    expect(encapIps(fleet)).toEqual([1, 2, 3].map(underlay));
  });
});

describe('a node that does not say', () => {
  const lost: Problem = { kind: 'connection-lost', during: 'a command', reason: 'EOF' };
  test.each([
    ['its connection breaks', lost, 'connection-lost', 4],
    ['it prints noise', { exit: 0, signal: null, stdout: 'noise', stderr: '' }, 'unparseable', 1],
  ])('%s: nothing is written', async (_name, answer, kind, exit) => {
    const fleet = modelFleet(3);
    fleet.faults['micro02'] = {
      script: (_number, text) => (isPathScript(text) ? answer : undefined),
    };
    const report = await runOn(fleet, 'apply');
    expect(found(report).map((each) => [each.kind, each.whom])).toEqual([[kind, 'micro02']]);
    expect(exitCode(report)).toBe(exit);
    expect(report.paths).toHaveLength(4);
    expect(encapIps(fleet)).toEqual(unmoved(3));
    expect(fleet.open()).toBe(0);
  });

  test('an interrupt meanwhile writes nothing and exits 130', async () => {
    const fleet = modelFleet(3);
    const controller = new AbortController();
    fleet.faults['micro02'] = {
      script: (_number, text) => {
        if (!isPathScript(text)) return undefined;
        queueMicrotask(() => controller.abort({ kind: 'interrupted', signal: 'SIGINT' }));
        return 'hang';
      },
    };
    const report = await runOn(fleet, 'apply', { signal: controller.signal });
    expect(exitCode(report)).toBe(130);
    expect(encapIps(fleet)).toEqual(unmoved(3));
    expect(fleet.open()).toBe(0);
  });
});
