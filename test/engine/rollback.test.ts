import { describe, expect, test } from 'vitest';
import { exitCode } from '../../src/cli/exit-code.ts';
import { classOf, type Finding, type Problem } from '../../src/problems/problem.ts';
import type { Report } from '../../src/model/report.ts';
import type { ModelFleet } from '../simulator/fleet.ts';
import { encapIps, runOn, type RunOptions } from '../support/builders.ts';
import {
  cutOff,
  keysOnly,
  rows,
  watchedFleet,
  type Break,
  type Purpose,
} from '../support/watched-fleet.ts';
import {
  applied,
  ended,
  moved,
  rolledBack,
  unrecorded,
  versions,
  type Look,
  type Version,
} from '../support/broken-run.ts';

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
});

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
