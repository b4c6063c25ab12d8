import { expect, test } from 'vitest';
import { exitCode } from '../../src/cli/exit-code.ts';
import type { Problem } from '../../src/problems/problem.ts';
import type { OvnFleet } from '../simulator/fleet.ts';
import { encapIps, runOn, type RunOptions } from '../support/builders.ts';
import { keysOnly, watchedFleet, type Asked, type Break } from '../support/watched-fleet.ts';

type Look = (asked: Asked, fleet: OvnFleet) => Break;

const full: Problem = { kind: 'journal-unwritable', file: 'j', reason: 'no space left' };

/** Rows that got another address, not another identity, although some ovn-controller went on. */
function rowsUnderWay() {
  const found = new Set<string>();
  let before = new Map<string, { uuid: string; ip: string }>();
  let wentOn = false;
  const look = ({ nodes, southbound }: OvnFleet): void => {
    for (const [name, { uuid, ip }] of southbound.chassis) {
      const row = before.get(name);
      if (wentOn && row?.uuid === uuid && row.ip !== ip) found.add(name);
    }
    before = new Map([...southbound.chassis].map(([name, row]) => [name, { ...row }]));
    wentOn = nodes.some(({ row }) => row.external_ids.has('ovn-encap-type'));
  };
  return { found, look };
}

/** Moves in place and fails; says which rows were moved back although somebody went on. */
async function rolledBack(
  { fails, look = () => undefined }: { fails?: (fleet: OvnFleet) => void; look?: Look },
  prepare: (fleet: OvnFleet) => void = () => undefined,
) {
  const rowsSeen = rowsUnderWay();
  const { fleet } = watchedFleet('25.03.1', (asked, fleet) => {
    rowsSeen.look(fleet);
    return look(asked, fleet);
  });
  prepare(fleet);
  const before = encapIps(fleet);
  const journal: RunOptions['journal'] = (record) => {
    if (fails === undefined || record.type !== 'stage' || record.name !== 'thaw') return undefined;
    fails(fleet);
    return full;
  };
  const report = await runOn(fleet, 'apply', { play: keysOnly, journal });
  rowsSeen.look(fleet);
  expect([exitCode(report), encapIps(fleet)]).toEqual([8, before]);
  return [...rowsSeen.found];
}

const goesOn = ({ nodes: [, second] }: OvnFleet): void =>
  void second?.row.external_ids.set('ovn-encap-type', 'geneve');

test('rows stay where somebody goes on before the rollback', async () => {
  expect(await rolledBack({ fails: goesOn })).toEqual([]);
});

test('rows stay where a node cannot be read, and may go on', async () => {
  let isUnread = false;
  const found = await rolledBack({
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
  expect(found).toEqual([]);
});

test('rows stay once some were told to go on, whoever heard of it', async () => {
  // A run that died left it standing still: it goes on with the others, and is alone with that.
  const leave = ({ nodes: [, second] }: OvnFleet): void =>
    void second?.row.external_ids.delete('ovn-encap-type');
  const look: Look = ({ node, purpose, nth }) =>
    purpose === 'write' && nth === 3 && node.name !== 'micro02' ? 'lost' : undefined;
  expect(await rolledBack({ look }, leave)).toEqual([]);
});

test('nobody stands still for a tunnel that is where it was', async () => {
  const waits: number[] = [];
  let isBack = false;
  const { fleet } = watchedFleet('25.03.1', ({ node, purpose, nth }) =>
    node.name === 'micro02' && purpose === 'write' && nth === 2 ? 'lost' : undefined,
  );
  const report = await runOn(fleet, 'apply', {
    play: keysOnly,
    emit: (event) => void (isBack ||= event.type === 'phase' && event.phase === 'rolling back'),
    slept: (ms) => void (isBack && waits.push(ms)),
  });
  expect(exitCode(report)).toBe(8);
  // A write whose guard does not hold is looked after for longer.
  expect(Math.max(0, ...waits)).toBeLessThan(2500);
});

test('nobody stands still for longer than half of what the timers then leave', async () => {
  let [waited, isBack] = [0, false];
  const { fleet } = watchedFleet('25.03.1', ({ purpose, nth }, { southbound }) => {
    const row = southbound.chassis.get('micro02');
    // A server that lags, and follows when it is too late.
    if (purpose === 'southbound' && nth > 3)
      Object.assign(row ?? {}, { ip: isBack ? '198.19.0.12' : '198.18.0.12' });
    return undefined;
  });
  const report = await runOn(fleet, 'apply', {
    play: keysOnly,
    emit: (event) => void (isBack ||= event.type === 'phase' && event.phase === 'rolling back'),
    slept: (ms) => (waited += isBack ? 0 : ms),
  });
  expect([exitCode(report), encapIps(fleet)]).toEqual([
    8,
    ['198.18.0.11', '198.18.0.12', '198.18.0.13'],
  ]);
  expect(waited).toBeGreaterThan(14_000);
  expect(waited).toBeLessThan(16_000);
});
