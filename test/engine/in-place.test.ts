import { describe, expect, test } from 'vitest';
import { exitCode } from '../../src/cli/exit-code.ts';
import type { Problem } from '../../src/problems/problem.ts';
import type { OvnFleet } from '../simulator/fleet.ts';
import { fireTimer } from '../simulator/timers.ts';
import { encapIps, runOn } from '../support/builders.ts';
import {
  identities,
  keysOnly,
  rows,
  unwhole,
  watchedFleet,
  withTunnels,
} from '../support/watched-fleet.ts';

const moved = ['198.19.0.11', '198.19.0.12', '198.19.0.13'];
const versions = ['25.03.1', '23.03.1'];

type Look = NonNullable<Parameters<typeof watchedFleet>[1]>;

/** Names of the nodes that take what no tunnel takes. */
function catching({ nodes }: OvnFleet): readonly string[] {
  return nodes.filter(({ catches }) => catches !== null).map(({ name }) => name);
}

async function applied(version: string, look: Look = () => undefined) {
  const { fleet, armed } = watchedFleet(version, look);
  const before = { ids: identities(fleet), rows: rows(fleet) };
  const report = await runOn(fleet, 'apply', { play: keysOnly });
  const kinds = report.problems.map(({ problem }) => problem.kind);
  return { fleet, armed, before, report, kinds, exit: exitCode(report) };
}

describe.each(versions)('in place, OVN %s', (version) => {
  test('endpoints move, and nothing is made anew', async () => {
    const { fleet, before, kinds, exit } = await applied(version);
    expect(exit).toBe(0);
    expect(encapIps(fleet)).toEqual(moved);
    expect(unwhole(fleet)).toEqual([]);
    expect(identities(fleet)).toEqual(before.ids);
    expect(kinds).toContain('stood-still');
    expect(kinds).not.toContain('made-anew');
  });

  test('what comes while some have moved is caught: on all nodes before the first one moves', async () => {
    const seen: (readonly string[])[] = [];
    let flows: unknown = null;
    const { fleet, exit } = await applied(version, ({ node, purpose, nth }, whole) => {
      if (purpose !== 'write') return undefined;
      if (nth === 2) flows ??= node.catches;
      seen.push([`write ${nth}`, ...catching(whole)]);
      return undefined;
    });
    expect(exit).toBe(0);
    const all = ['micro01', 'micro02', 'micro03'];
    expect(seen.slice(0, 7)).toEqual([
      ...all.map(() => ['write 1']),
      ...all.map(() => ['write 2', ...all]),
      ['write 3', ...all],
    ]);
    expect(catching(fleet)).toEqual([]);
    expect(flows).toEqual([
      'tun_src=198.18.0.12,actions=resubmit(1,0)',
      'tun_src=198.19.0.12,actions=resubmit(1,0)',
      'tun_src=198.18.0.13,actions=resubmit(2,0)',
      'tun_src=198.19.0.13,actions=resubmit(2,0)',
    ]);
  });

  test('a node that cannot catch anything moves all the same', async () => {
    const { fleet, report, exit } = await applied(version, ({ node, purpose }) =>
      purpose === 'catch' && node.name === 'micro02' ? 'lost' : undefined,
    );
    expect([exit, report.nodes.flatMap(({ problems }) => problems)]).toEqual([0, []]);
    expect([encapIps(fleet), catching(fleet)]).toEqual([moved, []]);
  });

  test('a node that puts itself back catches nothing any more', async () => {
    const seen: (readonly string[])[] = [];
    await applied(version, ({ node, purpose, nth }, fleet) => {
      if (purpose !== 'write' || nth !== 2 || node.name !== 'micro01') return undefined;
      seen.push(catching(fleet));
      for (const each of fleet.nodes) fireTimer(each);
      seen.push(catching(fleet));
      return undefined;
    });
    expect(seen).toEqual([['micro01', 'micro02', 'micro03'], []]);
  });

  test('whoever makes a tunnel anew all the same is told of', async () => {
    const { report } = await applied(version, ({ node, purpose, nth }) => {
      if (node.name !== 'micro02' || purpose !== 'write' || nth !== 3) return undefined;
      for (const tunnel of node.tunnels.values()) tunnel.ofport += 100;
      node.southbound?.gateways.set('cr-to-outside', 'micro03');
      return undefined;
    });
    const found = report.problems.find(({ problem }) => problem.kind === 'made-anew');
    expect(found?.problem).toMatchObject({ what: ['micro02 made 2 of 2 tunnels anew'] });
  });

  test('no node may stand still for longer than half a minute', async () => {
    const left: (number | undefined)[] = [];
    await applied(version, ({ node, purpose }) => {
      if (purpose === 'write') left.push(node.timer?.secondsLeft);
      return undefined;
    });
    expect(new Set(left)).toEqual(new Set([30]));
  });

  const [second, third] = [2, 3];
  const at = (purpose: string, nth: number, act: (fleet: OvnFleet) => void): Look => {
    let done = false;
    return (asked, fleet) => {
      const now = asked.node.name === 'micro01' && asked.purpose === purpose && asked.nth === nth;
      if (now && !done) act(fleet);
      done ||= now;
      return undefined;
    };
  };

  test.each<[string, Look, Problem['kind']]>([
    [
      'the southbound database refuses',
      at('southbound', third, ({ southbound }) => (southbound.refusal = 'not allowed')),
      'southbound-unmoved',
    ],
    [
      'the southbound database is gone',
      at('southbound', third, ({ southbound }) => southbound.silent.add(southbound.remote)),
      'southbound-unmoved',
    ],
    [
      'a chassis joins',
      at('southbound', third, ({ southbound }) =>
        southbound.chassis.set('new', { uuid: 'n', ip: '198.18.0.99', interconnected: false }),
      ),
      'southbound-unmoved',
    ],
    [
      'a chassis joins after the southbound was written',
      at('southbound', third + 1, ({ southbound }) =>
        southbound.chassis.set('new', { uuid: 'n', ip: '198.18.0.99', interconnected: false }),
      ),
      'southbound-unmoved',
    ],
    [
      'an ovn-controller is started again',
      at('write', 1, ({ nodes: [, node] }) => node && (node.controllerPid = 9)),
      'not-still',
    ],
    [
      'an ovn-controller is started again after the southbound was written',
      at('southbound', third, ({ nodes: [, node] }) => node && (node.controllerPid = 9)),
      'not-still',
    ],
    [
      'an ovn-controller is gone',
      at('write', 1, ({ nodes: [, node] }) => node && (node.controllerPid = null)),
      'not-still',
    ],
  ])('while they stand still %s: all is put back, in place', async (_name, look, kind) => {
    const { fleet, before, report, exit } = await applied(version, look);
    expect(exit).toBe(8);
    expect(rows(fleet)).toEqual(before.rows);
    const [cause] = report.problems.flatMap(({ problem }) =>
      problem.kind === 'rolled-back' ? [problem.cause] : [],
    );
    expect(cause).toContain(
      kind === 'not-still'
        ? 'the node changed while it stood still'
        : 'did not take the new endpoints',
    );
    for (const node of fleet.nodes) node.controllerPid ??= 1;
    fleet.southbound.chassis.delete('new');
    fleet.southbound.silent.clear();
    expect(unwhole(fleet)).toEqual([]);
    expect(identities(fleet)).toEqual(before.ids);
  });

  test('one of three southbound servers that is lost meanwhile keeps nobody waiting', async () => {
    const servers = ['6642', '6652', '6662'].map((port) => `tcp:198.18.0.253:${port}`);
    const [, , lost = ''] = servers;
    let asked = 0;
    const { fleet } = watchedFleet(version, ({ node, purpose, nth }) => {
      if (purpose === 'southbound') asked += 1;
      if (node.name !== 'micro02' || purpose !== 'write' || nth !== 1) return undefined;
      node.southbound?.silent.add(lost);
      asked = 0;
      return undefined;
    });
    Object.assign(fleet.southbound, { remote: servers.join() });
    for (const { row } of fleet.nodes) row.external_ids.set('ovn-remote', servers.join());
    const before = { ids: identities(fleet), rows: rows(fleet) };
    const report = await runOn(fleet, 'apply', { play: keysOnly });
    expect(exitCode(report)).toBe(8);
    expect(JSON.stringify(report.problems)).toContain(`from micro01: ${lost} does not answer`);
    // Each way it is written, and looked at once.
    expect(asked).toBe(4);
    expect([rows(fleet), unwhole(fleet), identities(fleet)]).toEqual([before.rows, [], before.ids]);
  });

  const breaks =
    (how: 'lost' | 'landed'): Look =>
    ({ node, purpose, nth }) =>
      node.name === 'micro02' && purpose === 'write' && nth === second ? how : undefined;

  test('a write of one node that is lost: rows and tunnels go back in place', async () => {
    const { fleet, before, exit } = await applied(version, breaks('lost'));
    expect([exit, catching(fleet)]).toEqual([8, []]);
    expect(rows(fleet)).toEqual(before.rows);
    expect(unwhole(fleet)).toEqual([]);
    expect(identities(fleet)).toEqual(before.ids);
  });

  test('a write whose end nobody heard of, but that is there, is a write', async () => {
    const { fleet, before, exit } = await applied(version, breaks('landed'));
    expect(exit).toBe(0);
    expect(encapIps(fleet)).toEqual(moved);
    expect(identities(fleet)).toEqual(before.ids);
  });

  test('what was heard before the move proves nothing of what is sent after it', async () => {
    const look: Look = ({ node, purpose }) => {
      if (node.name !== 'micro01' || purpose !== 'facts') return undefined;
      for (const tunnel of node.tunnels.values()) tunnel.sent += 10;
      return undefined;
    };
    const { fleet } = watchedFleet(version, look);
    const before = rows(fleet);
    const report = await runOn(fleet, 'apply', { play: withTunnels });
    expect(exitCode(report)).toBe(8);
    expect(report.nodes[0]?.problems).toMatchObject([{ kind: 'tunnel-one-way' }]);
    expect(rows(fleet)).toEqual(before);
  });

  test('where one node does not take its script, none is written', async () => {
    const { fleet } = watchedFleet(version);
    const before = rows(fleet);
    const reason: Problem = { kind: 'connection-lost', during: 'a command', reason: 'EOF' };
    fleet.faults['micro03'] = { ...fleet.faults['micro03'], hold: () => reason };
    const report = await runOn(fleet, 'apply', { play: keysOnly });
    expect(exitCode(report)).toBe(4);
    expect(rows(fleet)).toEqual(before);
    expect(report.nodes.map(({ written }) => written)).toEqual([false, false, false]);
  });
});
