import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Problem } from '../../src/problems/problem.ts';
import { encapIps, type RunOptions } from '../support/builders.ts';
import { cutOff, rows, unwhole, type Purpose } from '../support/watched-fleet.ts';
import {
  applied,
  ended,
  moved,
  rolledBack,
  unrecorded,
  versions,
  type Applied,
  type Look,
  type Version,
} from '../support/broken-run.ts';

describe.each(versions)('OVN %s', (version) => {
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
