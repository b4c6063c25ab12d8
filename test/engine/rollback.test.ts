import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exitCode } from '../../src/cli/exit-code.ts';
import { classOf } from '../../src/problems/class.ts';
import type { Finding, Problem } from '../../src/problems/problem.ts';
import type { Report } from '../../src/model/report.ts';
import type { ModelFleet } from '../simulator/fleet.ts';
import { encapIps, runOn, type RunOptions } from '../support/builders.ts';
import {
  cutOff,
  keysOnly,
  rows,
  unwhole,
  watchedFleet,
  type Break,
  type Purpose,
} from '../support/watched-fleet.ts';

const moved = ['198.19.0.11', '198.19.0.12', '198.19.0.13'];
/** In place on the first, synchronised on the other. */
const versions = ['25.03.1', '23.03.1'] as const;

type Version = (typeof versions)[number];

function playFor(version: Version) {
  return { ...keysOnly, cutover: version === '23.03.1' ? 'synchronised' : 'in-place' } as const;
}

type Look = NonNullable<Parameters<typeof watchedFleet>[1]>;

/** Applies, and looks at what must hold whatever happened. */
async function applied(version: Version, look: Look, options: RunOptions = {}) {
  const { fleet, armed } = watchedFleet(version, look);
  const before = rows(fleet);
  const report = await runOn(fleet, 'apply', { play: playFor(version), ...options });
  expect(fleet.open()).toBe(0);
  return { fleet, armed: [...armed], before, report, exit: exitCode(report) };
}

type Applied = Awaited<ReturnType<typeof applied>>;

/** The state of the world at the end; what is neither old nor new is shown as it is. */
function ended({ fleet, armed, before, exit }: Applied) {
  const now = rows(fleet);
  const isOld = JSON.stringify(now) === JSON.stringify(before);
  const isNew = encapIps(fleet).join() === moved.join() && unwhole(fleet).length === 0;
  return { state: isOld ? 'old' : isNew ? 'new' : now, armed, exit };
}

const rolledBack = { state: 'old', armed: [], exit: 8 };
const unrecorded = { state: 'new', armed: [], exit: 10 };
const refused = { state: 'old', armed: [], exit: 1 };
const unread = { state: 'old', armed: [], exit: 4 };

function kinds(report: Report): readonly string[] {
  return findings(report).map(({ problem }) => problem.kind);
}

/** But for what is said of the way, whether it fails or not. */
function findings({ problems }: Report): readonly Finding[] {
  return problems.filter(({ problem }) => !['note', 'warning'].includes(classOf(problem)));
}

function statuses({ nodes }: Report): readonly string[] {
  return nodes.map(({ status }) => status);
}

const at =
  (purpose: Purpose, nth: number, how: Break): Look =>
  (asked) =>
    asked.node.name === 'micro02' && asked.purpose === purpose && asked.nth === nth
      ? how
      : undefined;

describe.each(versions)('OVN %s: what fails after the first write is put back', (version) => {
  const writes = version === '25.03.1' ? [1, 2, 3] : [1, 2];

  test.each(writes)('write %i', async (nth) => {
    const outcome = await applied(version, at('write', nth, 'lost'));
    expect(ended(outcome)).toEqual(rolledBack);
    expect(outcome.report.nodes[1]?.problems).toMatchObject([{ kind: 'write-failed' }]);
    expect(statuses(outcome.report)).toEqual(['rolled_back', 'failed', 'rolled_back']);
    expect(kinds(outcome.report)).toEqual(['rolled-back']);
  });

  // In place, the first one comes before anything is written.
  test.each(version === '25.03.1' ? [2, 3] : [1, 2])('extension %i of a timer', async (nth) => {
    const outcome = await applied(version, at('extend', nth, 'lost'));
    expect(ended(outcome)).toEqual(rolledBack);
    expect(statuses(outcome.report)).toEqual(['rolled_back', 'rolled_back', 'rolled_back']);
    expect(findings(outcome.report)[0]?.problem).toMatchObject({
      cause: expect.stringMatching(/(^|: )micro02: the connection broke/),
    });
  });

  test.each(['lost', 'landed'] as const)('a disarming that is %s', async (how) => {
    expect(ended(await applied(version, at('disarm', 1, how)))).toEqual(rolledBack);
  });

  test('a stage that a node does not keep', async () => {
    const outcome = await applied(version, ({ node, purpose }) => {
      const { external_ids: ids } = node.row;
      if (node.name !== 'micro02' || purpose !== 'facts') return undefined;
      ids.delete('ovn-set-local-ip');
      ids.set('ovn-encap-type', 'geneve');
      return undefined;
    });
    expect(ended(outcome)).toEqual(rolledBack);
    expect(outcome.report.nodes[1]?.problems).toMatchObject([{ kind: 'not-converged' }]);
  });

  test('a verification', async () => {
    const outcome = await applied(version, ({ node, purpose }) => {
      const isLast = purpose === 'write' && node.name === 'micro02';
      if (isLast) node.vswitchd = false;
      return undefined;
    });
    expect(ended(outcome)).toEqual(rolledBack);
    expect(outcome.report.nodes[1]?.problems).toMatchObject([{ kind: 'not-confirmed' }]);
  });

  test('the journal, at each of its records', async () => {
    const types: string[] = [];
    await applied(version, () => undefined, { journal: ({ type }) => void types.push(type) });
    // In place there is one more stage: of the southbound database.
    const stages = version === '25.03.1' ? [0, ...writes] : writes;
    expect(types).toEqual(['begin', ...stages.map(() => 'stage'), 'stage', 'end']);
    for (const fails of types.keys()) {
      let record = -1;
      const full: Problem = { kind: 'journal-unwritable', file: 'j', reason: 'no space left' };
      const journal = () => ((record += 1) < fails ? undefined : full);
      const outcome = await applied(version, () => undefined, { journal });
      const isLast = fails === types.length - 1;
      const failed = isLast ? unrecorded : fails > 1 ? rolledBack : refused;
      expect([fails, ended(outcome)]).toEqual([fails, failed]);
    }
  });

  test('the journal, at its last record: all is changed', async () => {
    const full: Problem = { kind: 'journal-unwritable', file: 'j', reason: 'no space left' };
    const journal = ({ type }: { type: string }) => (type === 'end' ? full : undefined);
    const { report } = await applied(version, () => undefined, { journal });
    expect(kinds(report)).toEqual(['unrecorded']);
    expect(statuses(report)).toEqual(['changed', 'changed', 'changed']);
  });

  test('an interrupt before any script: all new once the timers end, all old before', async () => {
    const seen = new Set<number>();
    for (const { stop, purpose, writes, outcome } of await interruptions(version)) {
      const stopped = { ...rolledBack, exit: writes === 0 ? 130 : 8 };
      const wanted = purpose === 'disarm' ? unrecorded : stopped;
      expect([stop, purpose, ended(outcome)]).toEqual([stop, purpose, wanted]);
      seen.add(wanted.exit);
    }
    expect(seen).toEqual(new Set([130, 8, 10]));
  });

  test('an interrupt before any script of a run that shall be held: all old', async () => {
    for (const { stop, writes, outcome } of await interruptions(version, {
      confirm: { hold: true },
    })) {
      const exit = writes === 0 ? 130 : 8;
      expect([stop, ended(outcome)]).toEqual([stop, { ...rolledBack, exit }]);
    }
  });
});

/** As many runs as one has scripts, each of them interrupted before another one. */
async function interruptions(version: Version, options: RunOptions = {}) {
  const counts = { all: 0 };
  await applied(version, () => void (counts.all += 1), options);
  const runs = [];
  for (let stop = 1; stop <= counts.all; stop += 1) {
    const controller = new AbortController();
    const reason: Problem = { kind: 'interrupted', signal: 'SIGINT' };
    const seen: Purpose[] = [];
    const look: Look = ({ purpose }) => {
      if (seen.push(purpose) === stop) controller.abort(reason);
      return undefined;
    };
    const outcome = await applied(version, look, { ...options, signal: controller.signal });
    const writes = seen.filter((each) => each === 'write').length;
    runs.push({ stop, purpose: seen[stop - 1], writes, outcome });
  }
  return runs;
}

test('who cannot be told to stand still for a while only does not stand still', async () => {
  expect(ended(await applied('25.03.1', at('extend', 1, 'lost')))).toEqual(unread);
});

describe('a hold', () => {
  test('leaves everything written, every timer armed, and exits 3', async () => {
    const { fleet, armed, report, exit } = await applied('25.03.1', () => undefined, {
      confirm: { hold: true },
    });
    expect(encapIps(fleet)).toEqual(moved);
    expect(armed).toEqual(['micro01', 'micro02', 'micro03']);
    expect(statuses(report)).toEqual(['changed', 'changed', 'changed']);
    expect(kinds(report)).toEqual(['held']);
    expect(exit).toBe(3);
  });

  test('that the journal cannot tell of is put back', async () => {
    const full: Problem = { kind: 'journal-unwritable', file: 'j', reason: 'no space left' };
    const journal = ({ type }: { type: string }) => (type === 'end' ? full : undefined);
    const options = { confirm: { hold: true }, journal };
    expect(ended(await applied('25.03.1', () => undefined, options))).toEqual(rolledBack);
  });
});

describe('who cannot be put back', () => {
  /** Its second write lands, and then nobody hears of it again. */
  const dies: Look = ({ node, purpose, nth }, fleet) => {
    if (node.name !== 'micro02' || purpose !== 'write' || nth !== 2) return undefined;
    cutOff(fleet, node);
    return 'landed';
  };

  test.each(versions)('is named first, and alone (OVN %s)', async (version) => {
    const { fleet, armed, report, exit } = await applied(version, dies, {
      confirm: { seconds: 30 },
    });
    expect(findings(report)).toMatchObject([
      { nodes: ['micro02'], problem: { kind: 'half-done' } },
    ]);
    expect(report.nodes[1]).toMatchObject({ status: 'failed', written: null });
    expect(report.nodes[1]?.problems).toMatchObject([
      { kind: 'outcome-unknown' },
      { kind: 'not-rolled-back', armed: true },
    ]);
    expect(statuses(report)).toEqual(['rolled_back', 'failed', 'rolled_back']);
    expect(encapIps(fleet).filter((_, at) => at !== 1)).toEqual(['198.18.0.11', '198.18.0.13']);
    expect(armed).toEqual(['micro02']);
    expect(exit).toBe(9);
  });

  test('is said to be on its own where its timer was ended before', async () => {
    const leaves: Look = ({ node, purpose }, fleet) => {
      const [first] = fleet.nodes;
      if (first === undefined || purpose !== 'disarm' || node.name !== 'micro02') return undefined;
      cutOff(fleet, first);
      return 'lost';
    };
    const { report, exit } = await applied('23.03.1', leaves, {
      forks: 1,
      confirm: { seconds: 30 },
    });
    expect(report.nodes[0]?.problems).toMatchObject([{ kind: 'not-rolled-back', armed: false }]);
    expect(exit).toBe(9);
  });

  test('keeps its peers from dropping the source address that it may still send to', async () => {
    const { fleet, report } = await applied('23.03.1', dies, { confirm: { seconds: 30 } });
    const kept = fleet.nodes.map(({ row }) => row.external_ids.get('ovn-set-local-ip'));
    expect(kept).toEqual(['true', 'true', 'true']);
    expect(report.nodes[0]?.problems).toEqual([{ kind: 'source-kept' }]);
  });

  test('has nothing that its peers must keep before any endpoint moved', async () => {
    const { fleet, exit } = await applied(
      '23.03.1',
      ({ node, purpose }, fleet) => {
        if (node.name !== 'micro02' || purpose !== 'write') return undefined;
        cutOff(fleet, node);
        return 'landed';
      },
      { confirm: { seconds: 30 } },
    );
    const kept = fleet.nodes.map(({ row }) => row.external_ids.get('ovn-set-local-ip'));
    expect(kept).toEqual([undefined, 'true', undefined]);
    expect(exit).toBe(9);
  });
});

test('what a foreign writer sets in the middle stays, while others are put back', async () => {
  const { fleet, report, exit } = await applied('25.03.1', ({ node, purpose, nth }) => {
    if (node.name === 'micro02' && purpose === 'write' && nth === 2)
      node.row.external_ids.set('ovn-encap-ip', '198.18.0.99');
    return undefined;
  });
  expect(encapIps(fleet)).toEqual(['198.18.0.11', '198.18.0.99', '198.18.0.13']);
  expect(fleet.nodes.map(({ row }) => row.external_ids.get('ovn-encap-type'))).toEqual([
    'geneve',
    'geneve',
    'geneve',
  ]);
  expect(report.nodes[1]?.problems).toMatchObject([{ kind: 'changed-meanwhile' }]);
  expect(exit).toBe(8);
});

/** Endpoints before the move, on the nodes' underlay NICs. */
const orders = {
  'a swap': ['198.19.0.12', '198.19.0.11', '198.18.0.13'],
  'a cycle': ['198.19.0.12', '198.19.0.13', '198.19.0.11'],
  'a chain': ['198.18.0.11', '198.19.0.11', '198.19.0.12'],
};

function expectNoAddressTwice({ nodes }: ModelFleet): void {
  const all = nodes.map(({ row }) => row.external_ids.get('ovn-encap-ip'));
  expect(all).toEqual([...new Set(all)]);
}

describe.each(Object.entries(orders))('%s', (_name, start) => {
  /** Starts there, and keeps an eye on the addresses before each script. */
  async function ordered(version: Version, look: Look, options: RunOptions = {}) {
    const { fleet, armed } = watchedFleet(
      version,
      (asked, fleet) => {
        expectNoAddressTwice(fleet);
        return look(asked, fleet);
      },
      start,
    );
    const before = rows(fleet);
    const report = await runOn(fleet, 'apply', { play: keysOnly, ...options });
    expectNoAddressTwice(fleet);
    return { fleet, armed: [...armed], before, report, exit: exitCode(report) };
  }

  test.each(versions)('moves without two nodes at one address (OVN %s)', async (version) => {
    const { fleet, exit } = await ordered(version, () => undefined);
    expect(encapIps(fleet)).toEqual(moved);
    expect(exit).toBe(0);
  });

  test.each(versions)(
    'is put back in a safe order, whichever write fails (OVN %s)',
    async (version) => {
      const counts = { writes: 0 };
      await ordered(version, ({ purpose }) => void (counts.writes += Number(purpose === 'write')));
      for (let fails = 1; fails <= counts.writes; fails += 1) {
        let writes = 0;
        const look: Look = ({ purpose }) => {
          if (purpose !== 'write' || (writes += 1) !== fails) return undefined;
          return 'lost';
        };
        const outcome = await ordered(version, look);
        // Alone in the first stage, and not written: nothing has to be put back.
        expect(ended(outcome)).toEqual(writes > 1 ? rolledBack : refused);
      }
    },
  );

  test.each(versions)('is never taken where a dead node may hold it (OVN %s)', async (version) => {
    const counts = { writes: 0 };
    await ordered(version, ({ purpose }) => void (counts.writes += Number(purpose === 'write')));
    for (let fails = 1; fails <= counts.writes; fails += 1) {
      let writes = 0;
      const look: Look = ({ node, purpose }, fleet) => {
        if (purpose !== 'write' || (writes += 1) !== fails) return undefined;
        cutOff(fleet, node);
        return 'landed';
      };
      const { report, exit } = await ordered(version, look, { confirm: { seconds: 20 } });
      expect(kinds(report)).toContain('half-done');
      expect(exit).toBe(9);
    }
  });
});

test('source addresses stay while any endpoint is a new one', async () => {
  const seen: (string | undefined)[][] = [];
  const look: Look = ({ node, purpose, nth }, { nodes }) => {
    const sources = nodes.map(({ row }) => row.external_ids.get('ovn-set-local-ip'));
    const ends = nodes.map(({ row }) => row.external_ids.get('ovn-encap-ip') ?? '');
    if (ends.some((ip) => moved.includes(ip))) seen.push(sources);
    return node.name === 'micro03' && purpose === 'disarm' && nth === 1 ? 'lost' : undefined;
  };
  expect(ended(await applied('23.03.1', look))).toEqual(rolledBack);
  expect(seen.length).toBeGreaterThan(0);
  expect(seen.filter((sources) => sources.join() !== 'true,true,true')).toEqual([]);
});

describe('all nodes are old or all are new', () => {
  /** What must never be found, however a run ended. */
  function broken(
    { fleet, armed, before, report, exit }: Applied,
    dead?: string,
  ): readonly unknown[] {
    const named = report.problems.flatMap(({ nodes, problem }) =>
      problem.kind === 'half-done' ? nodes : [],
    );
    const isNew = encapIps(fleet).join() === moved.join();
    const changed = rows(fleet).filter((row, at) => {
      const kept = report.nodes[at]?.problems.some(({ kind }) => kind === 'source-kept') ?? false;
      const wanted = kept ? withSource(before[at]) : before[at];
      return JSON.stringify(row) !== JSON.stringify(wanted) && !isNamed(at);
    });
    function isNamed(at: number): boolean {
      return named.includes(fleet.nodes[at]?.name ?? '');
    }
    return [
      ...((exit === 9) === named.length > 0 ? [] : [{ exit, named }]),
      ...(isNew ? [] : changed),
      ...(named.length > 0 || dead !== undefined ? [] : unwhole(fleet)),
      // Who was never written has nothing to put back.
      ...armed.filter((name) => !named.includes(name) && name !== dead),
    ];
  }

  /** What a node keeps for the sake of one that is named. */
  function withSource(row: Applied['before'][number] | undefined) {
    const ids = [...(row?.external_ids ?? []), 'ovn-set-local-ip=true'];
    return { ...row, external_ids: ids.toSorted() };
  }

  async function longest(version: Version): Promise<number> {
    let most = 0;
    await applied(version, ({ number }) => void (most = Math.max(most, number)));
    return most;
  }

  test.each(versions)('whichever script of whichever node fails (OVN %s)', async (version) => {
    const last = await longest(version);
    for (const name of ['micro01', 'micro02', 'micro03'])
      for (let number = 1; number <= last; number += 1)
        for (const how of ['lost', 'landed'] as const) {
          const outcome = await applied(version, (asked) =>
            asked.node.name === name && asked.number === number ? how : undefined,
          );
          expect([name, number, how, ...broken(outcome)]).toEqual([name, number, how]);
        }
  });

  test.each(versions)('whenever a node dies for good (OVN %s)', async (version) => {
    const last = await longest(version);
    for (let number = 1; number <= last; number += 1) {
      const look: Look = (asked, fleet) => {
        if (asked.node.name !== 'micro02' || asked.number !== number) return undefined;
        cutOff(fleet, asked.node);
        return 'lost';
      };
      const outcome = await applied(version, look, { confirm: { seconds: 20 } });
      expect([number, ...broken(outcome, 'micro02')]).toEqual([number]);
    }
  });

  test('whichever three scripts fail', async () => {
    const failure = fc.record({
      name: fc.constantFrom('micro01', 'micro02', 'micro03'),
      number: fc.integer({ min: 3, max: 30 }),
      how: fc.constantFrom('lost' as const, 'landed' as const),
    });
    const property = fc.asyncProperty(
      fc.constantFrom(...versions),
      fc.array(failure, { minLength: 2, maxLength: 3 }),
      async (version, failures) => {
        const look: Look = ({ node, number }) =>
          failures.find((each) => each.name === node.name && each.number === number)?.how;
        const outcome = await applied(version, look);
        // A timer that three failures left changes nothing on a node that is put back.
        expect(broken({ ...outcome, armed: [] })).toEqual([]);
      },
    );
    await fc.assert(property, { numRuns: 150 });
  });
});
