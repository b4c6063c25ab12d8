import { describe, expect, test } from 'vitest';
import { exitCode } from '../../src/cli/exit-code.ts';
import type { Problem } from '../../src/problems/problem.ts';
import type { OvnFleet } from '../simulator/fleet.ts';
import { encapIps, runOn, type RunOptions } from '../support/builders.ts';
import {
  identities,
  keysOnly,
  watchedFleet,
  type Asked,
  type Break,
} from '../support/watched-fleet.ts';

type Look = (asked: Asked, fleet: OvnFleet) => Break;

const full: Problem = { kind: 'journal-unwritable', file: 'j', reason: 'no space left' };

function ends({ southbound }: OvnFleet): ReadonlyMap<string, string> {
  return new Map([...southbound.chassis].map(([name, { uuid, ip }]) => [`${name} ${uuid}`, ip]));
}

/** Finds rows that got another address, not another identity, although somebody went on. */
function rowsUnderWay() {
  const found: string[] = [];
  let before: ReadonlyMap<string, string> = new Map();
  let wentOn = false;
  const look = (fleet: OvnFleet): void => {
    const now = ends(fleet);
    const moved = [...now].filter(([row, ip]) => (before.get(row) ?? ip) !== ip);
    if (wentOn) found.push(...moved.map(([row]) => row));
    before = now;
    wentOn = fleet.nodes.some(({ row }) => row.external_ids.has('ovn-encap-type'));
  };
  return { found, look };
}

interface Way {
  /** Before the run. */
  readonly prepare?: (fleet: OvnFleet) => void;
  readonly look?: Look;
  /** When all has moved and nobody goes on yet; the run fails then. */
  readonly fails?: (fleet: OvnFleet) => void;
  readonly options?: RunOptions;
}

/** Moves in place, and fails. */
async function rolledBack({ prepare, look, fails, options }: Way) {
  const underWay = rowsUnderWay();
  const { fleet } = watchedFleet('25.03.1', (asked, fleet) => {
    underWay.look(fleet);
    return look?.(asked, fleet);
  });
  prepare?.(fleet);
  const [before, ids, rows] = [encapIps(fleet), identities(fleet), ends(fleet)];
  const journal: RunOptions['journal'] = (record) => {
    if (fails === undefined || record.type !== 'stage' || record.name !== 'thaw') return undefined;
    fails(fleet);
    return full;
  };
  const report = await runOn(fleet, 'apply', { play: keysOnly, journal, ...options });
  underWay.look(fleet);
  expect([exitCode(report), encapIps(fleet)]).toEqual([8, before]);
  return { fleet, underWay: underWay.found, before: [ids, rows] };
}

const goesOn = ({ nodes: [, second] }: OvnFleet): void =>
  void second?.row.external_ids.set('ovn-encap-type', 'geneve');

/** As a run that died may leave it. */
const standsStill = ({ nodes: [, second] }: OvnFleet): void =>
  void second?.row.external_ids.delete('ovn-encap-type');

describe('rows stay', () => {
  test('where somebody goes on before the rollback', async () => {
    const { underWay } = await rolledBack({ fails: goesOn });
    expect(underWay).toEqual([]);
  });

  test('where a node cannot be read, and may go on', async () => {
    let isUnread = false;
    const { underWay } = await rolledBack({
      fails: (fleet) => {
        goesOn(fleet);
        isUnread = true;
      },
      look: ({ node, purpose }) => {
        if (!isUnread || node.name !== 'micro02' || purpose !== 'facts') return undefined;
        isUnread = false;
        return 'lost';
      },
    });
    expect(underWay).toEqual([]);
  });

  test('where a node was told to go on, nobody heard of it, and it does so late', async () => {
    let told = 0;
    const { underWay } = await rolledBack({
      look: ({ node, purpose, nth }, fleet) => {
        if (purpose === 'write' && nth === 4) goesOn(fleet);
        const isThaw = purpose === 'write' && nth === 3;
        const isSecond = node.name === 'micro02';
        if (isSecond && (isThaw || (purpose === 'facts' && told === 1))) told += 1;
        else if (!isThaw) return undefined;
        return 'lost';
      },
    });
    expect([told, underWay]).toEqual([2, []]);
  });

  test('where a node goes on that a dead run left standing still', async () => {
    const { underWay } = await rolledBack({ prepare: standsStill, fails: goesOn });
    expect(underWay).toEqual([]);
  });
});

test('rows do not move where a node goes on that a dead run left standing still', async () => {
  const look: Look = ({ node, purpose, nth }, fleet) => {
    if (node.name === 'micro01' && purpose === 'write' && nth === 1) goesOn(fleet);
    return undefined;
  };
  const { underWay } = await rolledBack({ prepare: standsStill, look });
  expect(underWay).toEqual([]);
});

describe('rows and tunnels go back in place', () => {
  test('where one node cannot be told to go on, so that none is', async () => {
    let holds = 0;
    const lost: Problem = { kind: 'connection-lost', during: 'a command', reason: 'EOF' };
    const { since, options } = waits();
    const { fleet, before } = await rolledBack({
      options,
      prepare: ({ faults: { micro03 } }) =>
        Object.assign(micro03 ?? {}, { hold: () => ((holds += 1) === 3 ? lost : undefined) }),
    });
    expect([identities(fleet), ends(fleet)]).toEqual(before);
    expect(Math.max(0, ...since)).toBeLessThan(refused);
  });

  test('where a node moved, and nobody knows whether it did', async () => {
    let unread = 0;
    const { fleet, before } = await rolledBack({
      look: ({ node, purpose, nth }) => {
        if (node.name !== 'micro02') return undefined;
        if (purpose === 'write' && nth === 2) return 'landed';
        return purpose === 'facts' && node.row.external_ids.get('ovn-encap-ip') === '198.19.0.12'
          ? (unread += 1) === 1
            ? 'lost'
            : undefined
          : undefined;
      },
    });
    expect([identities(fleet), ends(fleet)]).toEqual(before);
  });

  test('where a dead run left all standing still', async () => {
    const { fleet, before } = await rolledBack({
      prepare: ({ nodes }) => nodes.forEach(({ row }) => row.external_ids.delete('ovn-encap-type')),
      fails: () => undefined,
    });
    expect([identities(fleet), ends(fleet)]).toEqual(before);
  });
});

/** The least wait, in milliseconds, for a write whose guard does not hold. */
const refused = 2500;

/** Waits of a run, before it rolls back and from then on. */
function waits() {
  const [before, since]: [number[], number[]] = [[], []];
  let now = before;
  const options: RunOptions = {
    emit: (event) => {
      if (event.type === 'phase' && event.phase === 'rolling back') now = since;
    },
    slept: (ms) => now.push(ms),
  };
  return { before, since, options, isBack: () => now === since };
}

test('nobody stands still for a tunnel that is where it was', async () => {
  const { since, options } = waits();
  const look: Look = ({ node, purpose, nth }) =>
    node.name === 'micro02' && purpose === 'write' && nth === 2 ? 'lost' : undefined;
  await rolledBack({ look, options });
  expect(Math.max(0, ...since)).toBeLessThan(refused);
});

test('nobody stands still for longer than half of what the timers then leave', async () => {
  const { before, options, isBack } = waits();
  const look: Look = ({ purpose, nth }, { southbound }) => {
    const row = southbound.chassis.get('micro02') ?? {};
    // A server that lags, and follows when it is too late.
    if (purpose === 'southbound' && nth > 3)
      Object.assign(row, { ip: isBack() ? '198.19.0.12' : '198.18.0.12' });
    return undefined;
  };
  await rolledBack({ look, options });
  const waited = before.reduce((one, other) => one + other, 0);
  expect(waited).toBeGreaterThan(14_000);
  expect(waited).toBeLessThan(16_000);
});

test('the ordinary way back keeps to its order, whoever stands still meanwhile', async () => {
  const twice: unknown[] = [];
  // Each takes the address of the next one; a dead run left the last one standing still.
  const start = ['198.18.0.11', '198.19.0.11', '198.19.0.12'];
  const { fleet } = watchedFleet(
    '25.03.1',
    ({ node, purpose, nth }, fleet) => {
      const all = encapIps(fleet);
      if (new Set(all).size < all.length) twice.push(all);
      if (node.name !== 'micro01' || purpose !== 'write' || nth !== 1) return undefined;
      fleet.nodes[2]?.row.external_ids.delete('ovn-encap-type');
      return 'lost';
    },
    start,
  );
  fleet.nodes[2]?.row.external_ids.delete('ovn-encap-type');
  const report = await runOn(fleet, 'apply', { play: keysOnly });
  expect([exitCode(report), encapIps(fleet), twice]).toEqual([8, start, []]);
});
