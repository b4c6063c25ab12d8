import { expect, test } from 'vitest';
import { exitCode } from '../../src/cli/exit-code.ts';
import { runOn } from '../support/builders.ts';
import {
  keysOnly,
  rows,
  watchedFleet,
  withTunnels,
  type Asked,
  type Break,
} from '../support/watched-fleet.ts';

/** Something happens to the second node in the verification, and is over when the rollback begins. */
async function failed(
  happens: (asked: Asked) => Break,
  over: (asked: Asked) => void,
  play: typeof keysOnly,
) {
  let phase = '';
  const { fleet, armed } = watchedFleet('25.03.1', (asked) => {
    if (asked.node.name !== 'micro02') return undefined;
    if (phase === 'rolling back') over(asked);
    return phase === 'verifying' ? happens(asked) : undefined;
  });
  const before = rows(fleet);
  const report = await runOn(fleet, 'apply', {
    play,
    emit: (event) => {
      if (event.type === 'phase') ({ phase } = event);
    },
  });
  expect([exitCode(report), rows(fleet), [...armed]]).toEqual([8, before, []]);
  return report.nodes[1]?.problems.map(({ kind }) => kind);
}

test('an ovn-controller that is gone at the end is found, whatever the play looks at', async () => {
  const found = await failed(
    ({ node }) => void (node.controllerPid = null),
    ({ node }) => void (node.controllerPid = 4712),
    keysOnly,
  );
  expect(found).toEqual(['tunnel-unattended']);
});

test('a tunnel that BFD reached before the run, and not after, is found', async () => {
  const found = await failed(
    ({ node }) => {
      const [tunnel] = node.tunnels.values();
      if (tunnel !== undefined) tunnel.bfd = { state: 'down', flaps: 2 };
      return undefined;
    },
    ({ node }) => {
      for (const tunnel of node.tunnels.values()) tunnel.bfd = { state: 'up', flaps: 3 };
    },
    withTunnels,
  );
  expect(found).toContain('tunnel-down');
});

test('a node that cannot be read at the end is not verified', async () => {
  const found = await failed(
    ({ purpose }) => (purpose === 'facts' ? 'lost' : undefined),
    () => undefined,
    keysOnly,
  );
  expect(found).toEqual(['not-verified']);
});

test('counters that were compared for too short a time prove no loss', async () => {
  const { fleet } = watchedFleet('25.03.1', ({ node, purpose }) => {
    if (node.name === 'micro01' && purpose === 'facts')
      for (const tunnel of node.tunnels.values()) tunnel.sent += 10;
    return undefined;
  });
  const confirm = { seconds: 16 };
  const report = await runOn(fleet, 'apply', { play: withTunnels, confirm });
  expect(exitCode(report)).toBe(0);
  expect(report.nodes[0]?.problems).toMatchObject([{ kind: 'tunnel-unproven' }]);
});
