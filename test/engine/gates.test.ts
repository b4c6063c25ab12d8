import { describe, expect, test } from 'vitest';
import { exitCode } from '../../src/cli/exit-code.ts';
import { isCatchScript, runScript } from '../simulator/node.ts';
import type { OvnFleet } from '../simulator/fleet.ts';
import { encapIps, runOn } from '../support/builders.ts';
import {
  keysOnly,
  rows,
  watchedFleet,
  withTunnels,
  type Asked,
  type Break,
} from '../support/watched-fleet.ts';

const moved = ['198.19.0.11', '198.19.0.12', '198.19.0.13'];
/** Both park, then both move: a stage follows on another. */
const swap = ['198.19.0.12', '198.19.0.11', '198.19.0.13'];

type Look = (asked: Asked, fleet: OvnFleet) => Break;

const isOf = ({ node, purpose, nth }: Asked, name: string, what: string, at: number): boolean =>
  node.name === name && purpose === what && nth === at;

/** What is true before the first node is written the second time; undefined: none was. */
async function beforeSecondStage(
  look: Look,
  truth: (fleet: OvnFleet) => unknown,
  { version = '25.03.1', start = swap } = {},
) {
  let found: unknown;
  const { fleet } = watchedFleet(
    version,
    (asked, fleet) => {
      if (isOf(asked, 'micro01', 'write', 2)) found = truth(fleet);
      return look(asked, fleet);
    },
    start,
  );
  const play = { ...withTunnels, cutover: 'synchronised' } as const;
  const report = await runOn(fleet, 'apply', { play });
  expect(exitCode(report)).toBe(0);
  expect(encapIps(fleet)).toEqual(moved);
  return found;
}

describe('the next stage waits', () => {
  test('until every node can be read', async () => {
    let fails = 3;
    let isWritten = false;
    const look: Look = ({ node, purpose }) => {
      isWritten ||= purpose === 'write';
      if (node.name !== 'micro03' || purpose !== 'facts' || !isWritten || fails === 0)
        return undefined;
      fails -= 1;
      return 'lost';
    };
    expect(await beforeSecondStage(look, () => fails)).toBe(0);
  });

  test('until every node holds what was written to it', async () => {
    const source = 'ovn-set-local-ip';
    let looks = 0;
    const look: Look = ({ node, purpose }) => {
      const ids = node.row.external_ids;
      if (node.name !== 'micro02' || purpose !== 'facts' || (looks === 0 && !ids.has(source)))
        return;
      looks += 1;
      if (looks < 4) ids.delete(source);
      if (looks === 4) ids.set(source, 'true');
    };
    const held = await beforeSecondStage(
      look,
      ({ nodes }) => nodes.map(({ row }) => row.external_ids.get(source)),
      { version: '23.03.1', start: [] },
    );
    expect(held).toEqual(['true', 'true', 'true']);
  });

  test('until every ovn-controller is there that was, also where it went with all tunnels made', async () => {
    let [looks, isWritten] = [0, false];
    const look: Look = ({ node, purpose }) => {
      isWritten ||= purpose === 'write';
      if (node.name !== 'micro02' || purpose !== 'facts' || !isWritten) return;
      looks += 1;
      if (looks === 3) node.controllerPid = null;
      if (looks === 30) node.controllerPid = 4712;
    };
    const pids = await beforeSecondStage(look, ({ nodes }) =>
      nodes.map(({ controllerPid }) => controllerPid),
    );
    expect(pids).not.toContain(null);
  });

  test('for nothing that timers wait for: they begin anew', async () => {
    const look: Look = ({ node, purpose, nth }) => {
      if (node.timer !== null && purpose === 'write' && nth === 1)
        node.timer = { ...node.timer, secondsLeft: 5 };
      return undefined;
    };
    const left = await beforeSecondStage(look, ({ nodes }) =>
      nodes.map(({ timer }) => timer?.secondsLeft),
    );
    // The third is where it should be, and has none.
    expect(left).toEqual([120, 120, undefined]);
  });

  test('no longer than half of the time after which nodes put themselves back', async () => {
    let waited = 0;
    const { fleet } = watchedFleet(
      '25.03.1',
      ({ purpose, nth }, { nodes }) => {
        if (purpose === 'write' && nth === 1) for (const node of nodes) node.lag = 1e9;
        return undefined;
      },
      swap,
    );
    const report = await runOn(fleet, 'apply', {
      play: withTunnels,
      confirm: { seconds: 40 },
      slept: (ms) => (waited += ms),
    });
    expect(exitCode(report)).toBe(8);
    expect(encapIps(fleet)).toEqual(swap);
    expect(waited).toBeLessThan(40_000);
  });
});

describe('neighbours are asked right before endpoints move', () => {
  test.each([
    ['25.03.1', 'in-place'],
    ['23.03.1', 'synchronised'],
  ] as const)('OVN %s, %s', async (version, cutover) => {
    const [primed, missing] = [new Set<string>(), new Set<string>()];
    const { fleet } = watchedFleet(version, ({ node, purpose }, { nodes }) => {
      if (purpose === 'prime') primed.add(node.name);
      const isMove = purpose === 'write' && nodes.some(({ row }) => moves(row));
      for (const { name } of isMove ? nodes : []) if (!primed.has(name)) missing.add(name);
      return undefined;
    });
    const moves = ({ external_ids: ids }: { external_ids: ReadonlyMap<string, string> }) =>
      moved.includes(ids.get('ovn-encap-ip') ?? '');
    const report = await runOn(fleet, 'apply', { play: { ...keysOnly, cutover } });
    expect(exitCode(report)).toBe(0);
    expect([...primed].toSorted()).toEqual(['micro01', 'micro02', 'micro03']);
    expect([...missing]).toEqual([]);
  });
});

describe('while all stand still', () => {
  /** Runs in place; something happens to the second node at its nth look. */
  async function stopped(nth: number, happens: Look) {
    const southbounds = new Set<string>();
    const { fleet, armed } = watchedFleet('25.03.1', (asked, fleet) => {
      southbounds.add([...fleet.southbound.chassis.values()].map(({ ip }) => ip).join());
      return isOf(asked, 'micro02', 'facts', nth) ? happens(asked, fleet) : undefined;
    });
    const before = rows(fleet);
    const report = await runOn(fleet, 'apply', { play: keysOnly });
    expect(exitCode(report)).toBe(8);
    expect(rows(fleet)).toEqual(before);
    expect(armed.size).toBe(0);
    return { problems: report.nodes[1]?.problems, wasWritten: southbounds.size > 1 };
  }

  const happenings: readonly (readonly [string, Look, object])[] = [
    ['a node cannot be read', () => 'lost', { kind: 'connection-lost' }],
    [
      'somebody makes a node go on',
      ({ node }) => void node.row.external_ids.set('ovn-encap-type', 'geneve'),
      { kind: 'not-converged' },
    ],
    [
      'an ovn-controller is gone',
      ({ node }) => void (node.controllerPid = null),
      { kind: 'not-still', reason: 'its ovn-controller does not answer any more' },
    ],
    [
      'an ovn-controller is another one',
      ({ node }) => void (node.controllerPid = 9),
      { kind: 'not-still', reason: 'its ovn-controller was started again' },
    ],
    [
      'a tunnel is made anew',
      ({ node }) => {
        for (const tunnel of node.tunnels.values()) tunnel.ofport += 100;
        return undefined;
      },
      { kind: 'not-still', reason: 'its tunnels are not those of before' },
    ],
  ];

  test.each(happenings)('%s: the southbound is left alone', async (_name, happens, problem) => {
    const { problems, wasWritten } = await stopped(2, happens);
    expect(problems).toMatchObject([problem]);
    expect(wasWritten).toBe(false);
  });

  test.each(happenings)('%s once rows moved: no tunnel moves', async (_name, happens, problem) => {
    const { problems, wasWritten } = await stopped(3, happens);
    expect(problems?.[0]).toMatchObject(problem);
    expect(wasWritten).toBe(true);
  });

  test('tunnels move only when every southbound server holds the rows', async () => {
    const held: (string | undefined)[] = [];
    const { fleet } = watchedFleet('25.03.1', ({ purpose, nth }, { southbound }) => {
      const asked = purpose === 'southbound' ? nth : 0;
      const row = southbound.chassis.get('micro02');
      // A server that lags.
      if (asked === 4) Object.assign(row ?? {}, { ip: '198.18.0.12' });
      if (asked === 7) Object.assign(row ?? {}, { ip: '198.19.0.12' });
      if (purpose === 'write' && nth === 2) held.push(row?.ip);
      return undefined;
    });
    const report = await runOn(fleet, 'apply', { play: keysOnly });
    expect(exitCode(report)).toBe(0);
    expect(held).toEqual(['198.19.0.12', '198.19.0.12', '198.19.0.12']);
  });
});

test('a script that none shall run any more is dropped', async () => {
  const { fleet } = watchedFleet('25.03.1');
  const gone = { kind: 'connection-lost', during: 'a command', reason: 'EOF' } as const;
  fleet.faults['micro03'] = { ...fleet.faults['micro03'], hold: () => gone };
  await runOn(fleet, 'apply', { play: keysOnly });
  expect(fleet.held()).toBe(0);
});

test('whoever is far away is told first, so that all write at one instant', async () => {
  const order: string[] = [];
  const { fleet } = watchedFleet('23.03.1', ({ node, purpose, nth }) => {
    if (purpose === 'write' && nth === 2) order.push(node.name);
    return undefined;
  });
  const waits: number[] = [];
  fleet.faults['micro03'] = { ...fleet.faults['micro03'], roundTripMs: 60 };
  const play = { ...keysOnly, cutover: 'synchronised' } as const;
  await runOn(fleet, 'apply', { play, slept: (ms) => void waits.push(ms) });
  expect(order[0]).toBe('micro03');
  // Half of the round trip is the way there.
  expect(waits.filter((ms) => ms === 30)).toHaveLength(4);
});

test('a write that lands after it was given up is a write, not a failure', async () => {
  const { fleet } = watchedFleet('25.03.1');
  const { script } = fleet.faults['micro02'] ?? {};
  const gone = { kind: 'connection-lost', during: 'a command', reason: 'EOF' } as const;
  const late = { text: '', looks: 0, writes: 0 };
  fleet.faults['micro02'] = {
    script: (number, text) => {
      const isWrite = text.includes('wait-until') && !isCatchScript(text);
      if (isWrite && (late.writes += 1) === 2) {
        late.text = text;
        return gone;
      }
      const [node] = fleet.nodes.slice(1);
      if (node && late.text !== '' && late.writes === 2 && (late.looks += 1) === 2)
        runScript(node, late.text);
      return script?.(number, text);
    },
  };
  const waits: number[] = [];
  const report = await runOn(fleet, 'apply', {
    play: keysOnly,
    slept: (ms) => void waits.push(ms),
  });
  expect(exitCode(report)).toBe(0);
  expect(encapIps(fleet)).toEqual(moved);
  // As long as the ovs-vsctl that may still be on its way.
  expect(waits.filter((ms) => ms >= 2500)).toHaveLength(2);
});

test.each(['in-place', 'synchronised'] as const)(
  'where one node cannot be armed, none is written: %s',
  async (cutover) => {
    const { fleet, armed } = watchedFleet('25.03.1', (asked) =>
      isOf(asked, 'micro02', 'arm', 1) ? 'lost' : undefined,
    );
    const before = rows(fleet);
    const report = await runOn(fleet, 'apply', { play: { ...keysOnly, cutover } });
    expect([exitCode(report), [...armed], rows(fleet)]).toEqual([4, [], before]);
  },
);
