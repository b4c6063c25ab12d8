import { expect, test } from 'vitest';
import { exitCode } from '../../src/cli/exit-code.ts';
import { follow } from '../simulator/controller.ts';
import type { ModelNode } from '../simulator/node.ts';
import { runOn } from '../support/builders.ts';
import { watchedFleet, withTunnels } from '../support/watched-fleet.ts';

const moved = ['198.19.0.11', '198.19.0.12', '198.19.0.13'];

/** What `check` says of a fleet whose first node sent packets that the second did not receive. */
async function checked(between: (first: ModelNode, second: ModelNode) => void) {
  const waits: number[] = [];
  const { fleet } = watchedFleet(
    '25.03.1',
    ({ node, purpose, nth }, { nodes: [first, second] }) => {
      if (node !== first || purpose !== 'facts' || nth !== 2 || second === undefined) return;
      between(first, second);
    },
    moved,
  );
  const [first, second] = fleet.nodes;
  for (const tunnel of to('micro02', first)) tunnel.sent = 100;
  for (const tunnel of to('micro01', second)) tunnel.received = 0;
  const report = await runOn(fleet, 'check', {
    play: withTunnels,
    slept: (ms) => void waits.push(ms),
  });
  expect(fleet.open()).toBe(0);
  expect(fleet.nodes.map(({ scripts }) => scripts)).toEqual([2, 2, 2]);
  expect(waits).toEqual([11_000]);
  const problems = report.nodes.flatMap((node) =>
    node.problems.map(({ kind }) => `${node.name} ${kind}`),
  );
  return { exit: exitCode(report), problems };
}

function to(peer: string, node: ModelNode | undefined) {
  return [...(node?.tunnels.values() ?? [])].filter(({ id }) => id.startsWith(`${peer}@`));
}

test('what was sent before the peer made its port is no fault: nothing was sent since', async () => {
  expect(await checked(() => undefined)).toEqual({
    exit: 0,
    problems: ['micro01 tunnel-unproven'],
  });
});

test('what arrived meanwhile proves the tunnel', async () => {
  const arrive = (_first: ModelNode, second: ModelNode): void => {
    for (const tunnel of to('micro01', second)) tunnel.received = 1;
  };
  expect(await checked(arrive)).toEqual({ exit: 0, problems: [] });
});

test('what is sent and still does not arrive is a fault', async () => {
  const send = (first: ModelNode): void => {
    for (const tunnel of to('micro02', first)) tunnel.sent += 10;
  };
  expect(await checked(send)).toEqual({ exit: 1, problems: ['micro01 tunnel-one-way'] });
});

test('a chassis outside that was heard before the first look, and not since, is a fault', async () => {
  const { fleet } = watchedFleet(
    '25.03.1',
    ({ node, purpose, nth }) => {
      for (const tunnel of to('old', node)) {
        tunnel.bfd = null;
        tunnel.received = 7;
        if (purpose === 'facts') tunnel.sent = 100 * nth;
      }
      return undefined;
    },
    moved,
  );
  fleet.southbound.chassis.set('old', { uuid: 'o', ip: '198.19.0.99', interconnected: false });
  for (const node of fleet.nodes) follow(node);
  const report = await runOn(fleet, 'check', { play: withTunnels, outsiders: ['old'] });
  expect(report.problems.map(({ problem }) => problem)).toMatchObject([
    { kind: 'tunnel-outside', sign: 'one-way', chassis: 'old' },
  ]);
});
