import { expect, test } from 'vitest';
import { exitCode } from '../../src/cli/exit-code.ts';
import { encapIps, runOn } from '../support/builders.ts';
import { broken, watchedFleet, withTunnels } from '../support/watched-fleet.ts';

const moved = ['198.19.0.11', '198.19.0.12', '198.19.0.13'];
/** Both parks, then both move: the tunnels of each stage are made anew. */
const swap = ['198.19.0.12', '198.19.0.11', '198.19.0.13'];
type Look = NonNullable<Parameters<typeof watchedFleet>[1]>;

async function applied(look: Look, start: readonly string[], play = withTunnels) {
  const { fleet } = watchedFleet('25.03.1', look, start);
  const report = await runOn(fleet, 'apply', { play });
  return { fleet, report, exit: exitCode(report) };
}

test('the next stage waits until every tunnel of the last one stands, BFD and all', async () => {
  const seen: (readonly string[])[] = [];
  const { exit } = await applied(({ node, purpose, nth }, fleet) => {
    if (purpose === 'write' && nth === 1) for (const each of fleet.nodes) each.lag = 4;
    if (purpose === 'write' && nth === 2 && node.name === 'micro01') {
      const bfd = fleet.nodes.flatMap(({ tunnels }) =>
        [...tunnels.values()].map((each) => each.bfd),
      );
      seen.push([
        ...broken(fleet),
        ...bfd.flatMap((each) => (each?.state === 'up' ? [] : ['down'])),
      ]);
    }
    return undefined;
  }, swap);
  expect(exit).toBe(0);
  expect(seen).toEqual([[]]);
});

test.each([
  ['before the next stage', 1],
  ['at the end', 2],
])(
  'a tunnel that OVS refuses for the sake of a gone one is asked for again: %s',
  async (_, nth) => {
    const { fleet, exit } = await applied((asked, { nodes: [, , third] }) => {
      if (asked.purpose === 'write' && asked.nth === nth) third?.refused.add('micro01');
      return undefined;
    }, swap);
    expect(exit).toBe(0);
    expect(encapIps(fleet)).toEqual(moved);
    const errors = fleet.nodes.flatMap(({ tunnels }) =>
      [...tunnels.values()].map((each) => each.error),
    );
    expect(errors.filter((error) => error !== null)).toEqual([]);
  },
);

test('what was sent before the end is no sign that nothing arrives', async () => {
  let lost = false;
  const { exit } = await applied(({ purpose, nth }, { nodes }) => {
    lost ||= purpose === 'extend' && nth === 2;
    if (lost && purpose === 'facts') {
      for (const { tunnels } of nodes)
        for (const tunnel of tunnels.values()) Object.assign(tunnel, { sent: 100, received: 0 });
    }
    return undefined;
  }, []);
  expect(exit).toBe(0);
});
