import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import pc from 'picocolors';
import { describe, expect, test } from 'vitest';
import { exitCode } from '../../../src/cli/exit-code.ts';
import type { PathAnswer } from '../../../src/model/plan.ts';
import type { Report } from '../../../src/model/report.ts';
import { human } from '../../../src/reporters/human.ts';
import { json } from '../../../src/reporters/json.ts';
import type { Style } from '../../../src/reporters/reporter.ts';
import { modelFleet, type ModelFleet } from '../../simulator/fleet.ts';
import { runOn } from '../../support/builders.ts';
import { documentFaults } from '../../support/documents.ts';

const folder = new URL('../../fixtures/output-paths/', import.meta.url);
mkdirSync(folder, { recursive: true });

const underlay = (n: number): string => `198.19.0.${10 + n}`;

/** Between node n and those after it, up to `last`, nothing but small packets passes, or nothing. */
function spoil({ nodes }: ModelFleet, fault: 'narrow' | 'unreachable', n: number, last: number) {
  for (let other = n + 1; other <= last; other += 1) {
    nodes[n - 1]?.paths[fault].add(underlay(other));
    nodes[other - 1]?.paths[fault].add(underlay(n));
  }
}

function planned(size: number, prepare: (fleet: ModelFleet) => void = () => undefined) {
  const fleet = modelFleet(size);
  prepare(fleet);
  return runOn(fleet, 'plan');
}

const cases: Readonly<Record<string, () => Promise<Report>>> = {
  'plan-3': () => planned(3),
  'plan-3-faults': () =>
    planned(3, (fleet) => {
      spoil(fleet, 'narrow', 1, 2);
      fleet.nodes[1]?.paths.unreachable.add(underlay(3));
      fleet.nodes[2]?.paths.detours.set(underlay(1), 'eth0');
      fleet.nodes[2]?.paths.detours.set(underlay(2), 'eth0');
    }),
  'plan-3-broken': () =>
    planned(3, ({ nodes }) => {
      nodes[1]?.paths.unreachable.add(underlay(3));
      nodes[2]?.paths.unreachable.add(underlay(2));
    }),
  'plan-12': () => planned(12, (fleet) => spoil(fleet, 'unreachable', 1, 12)),
  'plan-12-small': () => planned(12, (fleet) => spoil(fleet, 'narrow', 1, 12)),
  'plan-50': () => planned(50),
  'plan-50-one-dead': () => planned(50, (fleet) => spoil(fleet, 'unreachable', 1, 50)),
  // Every second pair of neighbours, and one node whose way to ten others is narrow.
  'plan-50-pairs': () =>
    planned(50, (fleet) => {
      for (let n = 1; n < 50; n += 2) spoil(fleet, 'unreachable', n, n + 1);
      spoil(fleet, 'narrow', 30, 40);
    }),
  'plan-50-all-neighbours': () =>
    planned(50, (fleet) => {
      for (let n = 1; n < 50; n += 1) spoil(fleet, 'unreachable', n, n + 1);
    }),
  'plan-hostile': async () => ({ ...(await planned(2)), paths: [answer('\u001b[2J', 'x')] }),
  'plan-long-names': async () => ({
    ...(await planned(2)),
    paths: [answer('a'.repeat(60), 'b'.repeat(60))],
  }),
};

function answer(from: string, to: string): PathAnswer {
  return { from, to, payload: 1472, sent: 3, received: 3, small: null, device: 'eth1' };
}

const style: Style = {
  colors: pc.createColors(false),
  columns: 80,
  verbose: false,
  diff: false,
  quiet: false,
  target: 'inventory.yaml',
  words: ['inventory.yaml'],
  end: { at: 0, seconds: 0 },
};

// UPDATE_GOLDEN=1 rewrites the files; read them as a person would before committing.
describe('the paths for people', () => {
  test.each(Object.entries(cases))('%s', async (name, make) => {
    const report = await make();
    const text = await human(report, exitCode(report), style);
    const file = new URL(`${name}.txt`, folder);
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, text);
    expect(text).toBe(readFileSync(file, 'utf8'));
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    expect(documentFaults(await json(report, exitCode(report), style))).toEqual([]);
  });

  test('apply shows them with --diff only', async () => {
    const report = await runOn(modelFleet(3), 'apply');
    const text = (diff: boolean) => human(report, 0, { ...style, diff });
    expect(await text(true)).toContain('underlay paths');
    expect(await text(false)).not.toContain('underlay paths');
  });
});

describe('the paths in the JSON', () => {
  test('stand there where nodes were asked, and only there', async () => {
    const parsed = async (report: Report) => JSON.parse(await json(report, 0, style));
    const asked: { paths: unknown[] } = await parsed(await planned(3));
    expect(asked.paths).toHaveLength(6);
    expect(asked.paths[0]).toEqual(answer('micro01', 'micro02'));
    expect(await parsed(await runOn(modelFleet(3), 'check'))).not.toHaveProperty('paths');
  });
});
