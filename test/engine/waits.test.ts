import { expect, test } from 'vitest';
import { exitCode } from '../../src/cli/exit-code.ts';
import type { OvnFleet } from '../simulator/fleet.ts';
import { runOn, type RunOptions } from '../support/builders.ts';
import {
  cutOff,
  keysOnly,
  watchedFleet,
  withTunnels,
  type Asked,
  type Break,
  type Purpose,
} from '../support/watched-fleet.ts';

/** Both park, then both move. */
const swap = ['198.19.0.12', '198.19.0.11', '198.19.0.13'];

interface Watch {
  readonly version?: string;
  readonly start?: readonly string[];
  /** Questions that are asked again and again. */
  readonly about: Purpose;
  readonly from: (asked: Asked) => boolean;
  readonly until?: (asked: Asked) => boolean;
  readonly happens: (asked: Asked, fleet: OvnFleet) => Break;
  readonly options?: RunOptions;
}

/** How long the first node was left alone before each question of that kind but the first. */
async function pauses({ version = '25.03.1', start = swap, ...watch }: Watch) {
  const found: number[] = [];
  let waited: number | null = null;
  let isOn = false;
  const { fleet } = watchedFleet(
    version,
    (asked, fleet) => {
      const broken = watch.happens(asked, fleet);
      if (asked.node.name !== 'micro01') return broken;
      if (watch.until?.(asked) === true) isOn = false;
      if (isOn && asked.purpose === watch.about) {
        if (waited !== null) found.push(waited);
        waited = 0;
      }
      if (watch.from(asked)) isOn = true;
      return broken;
    },
    start,
  );
  const report = await runOn(fleet, 'apply', {
    play: withTunnels,
    ...watch.options,
    slept: (ms) => void (waited = waited === null ? null : waited + ms),
  });
  return { found, exit: exitCode(report) };
}

const write = (nth: number) => (asked: Asked) => asked.purpose === 'write' && asked.nth === nth;

const lagsFrom =
  (nth: number) =>
  (asked: Asked, { nodes }: OvnFleet): undefined => {
    if (write(nth)(asked)) for (const node of nodes) node.lag = 4;
  };

test('nodes are not asked at a stretch whether a stage is there', async () => {
  const { found, exit } = await pauses({
    about: 'facts',
    from: write(1),
    until: write(2),
    happens: lagsFrom(1),
  });
  expect(exit).toBe(0);
  expect(found.length).toBeGreaterThan(2);
  expect(Math.min(...found)).toBeGreaterThanOrEqual(200);
});

test('nodes are not asked at a stretch whether the end is there', async () => {
  const { found, exit } = await pauses({
    about: 'facts',
    from: write(2),
    happens: lagsFrom(2),
  });
  expect(exit).toBe(0);
  expect(found.length).toBeGreaterThan(2);
  expect(Math.min(...found)).toBeGreaterThanOrEqual(500);
});

test('southbound servers are not asked at a stretch whether they hold the rows', async () => {
  const { found, exit } = await pauses({
    start: [],
    about: 'southbound',
    from: ({ purpose, nth }) => purpose === 'southbound' && nth === 3,
    until: write(2),
    happens: ({ purpose, nth }, { southbound }) => {
      const row = southbound.chassis.get('micro02');
      // A server that lags.
      if (purpose === 'southbound' && nth === 4) Object.assign(row ?? {}, { ip: '198.18.0.12' });
      if (purpose === 'southbound' && nth === 7) Object.assign(row ?? {}, { ip: '198.19.0.12' });
      return undefined;
    },
  });
  expect(exit).toBe(0);
  expect(found.length).toBeGreaterThan(2);
  expect(Math.min(...found)).toBeGreaterThanOrEqual(100);
});

test('nodes are not asked at a stretch whether one that is gone can be put back', async () => {
  const { found, exit } = await pauses({
    version: '23.03.1',
    start: [],
    about: 'facts',
    from: ({ purpose, nth }) => purpose === 'facts' && nth > 5,
    until: ({ purpose }) => purpose === 'disarm',
    happens: (asked, fleet) => {
      if (asked.node.name !== 'micro02' || !write(2)(asked)) return undefined;
      cutOff(fleet, asked.node);
      return 'landed';
    },
    options: { confirm: { seconds: 20 }, play: { ...withTunnels, cutover: 'synchronised' } },
  });
  expect(exit).toBe(9);
  expect(found.length).toBeGreaterThan(5);
  expect(found.reduce((one, other) => one + other) / found.length).toBeGreaterThan(100);
});

test('nobody stands still for a southbound transaction that was refused', async () => {
  let asked = 0;
  const { fleet } = watchedFleet('25.03.1', ({ purpose, nth }, { southbound }) => {
    if (purpose !== 'southbound') return undefined;
    asked = nth;
    if (nth === 3) southbound.refusal = 'not allowed';
    return undefined;
  });
  expect(exitCode(await runOn(fleet, 'apply', { play: keysOnly }))).toBe(8);
  // The transaction and one look; then the same of the rollback.
  expect(asked).toBeLessThanOrEqual(6);
});

test('OVS is asked again where it says nothing of BFD after a rollback', async () => {
  const nudged: string[] = [];
  let isFailed = false;
  const { fleet } = watchedFleet('25.03.1', ({ node, purpose }, { nodes: [, , third] }) => {
    if (purpose === 'nudge') nudged.push(node.name);
    const isSilent = isFailed && nudged.length === 0;
    for (const tunnel of third?.tunnels.values() ?? []) if (isSilent) tunnel.bfd = null;
    if (isFailed || purpose !== 'disarm') return undefined;
    isFailed = true;
    return 'lost';
  });
  expect(exitCode(await runOn(fleet, 'apply', { play: keysOnly }))).toBe(8);
  expect(nudged).toEqual(['micro03']);
});
