import pc from 'picocolors';
import { expect } from 'vitest';
import { exitCode } from '../../src/cli/exit-code.ts';
import type { NodeSpec } from '../../src/model/inventory.ts';
import type { Report } from '../../src/model/report.ts';
import { reporters } from '../../src/reporters/index.ts';
import { human } from '../../src/reporters/human.ts';
import { json } from '../../src/reporters/json.ts';
import { modelFleet, type ModelFleet } from '../simulator/fleet.ts';
import { runOn, spec } from './builders.ts';
import { documentFaults } from './documents.ts';
import { printed, type NodeOutput } from './node-outputs.ts';

export const commands = ['plan', 'check', 'facts', 'apply'] as const;
type Command = (typeof commands)[number];

/** Runs a command on one such node beside a good one, and looks at all that it may never do. */
export async function holds(
  output: NodeOutput,
  command: Command,
  underlay: NodeSpec['underlay'] = spec(1).underlay,
): Promise<Report> {
  const fleet = modelFleet(2);
  const writes = watched(fleet, output);
  const report = await runOn(fleet, command, { specs: [spec(1, { underlay }), spec(2)] });
  const unread = report.nodes.some(({ facts }) => facts === null);
  if (command !== 'apply' || unread) expect(writes()).toBe(0);
  const exit = exitCode(report);
  expect([0, 1, 2, 4]).toContain(exit);
  await expectText(report, exit);
  await expectJson(report, exit);
  return report;
}

/** The first node prints what it likes instead of facts; counts the writes that nodes are sent. */
function watched({ faults }: ModelFleet, output: NodeOutput): () => number {
  let writes = 0;
  const count = (text: string): undefined => {
    if (text.includes('wait-until')) writes += 1;
  };
  faults['micro02'] = { script: (_number, text) => count(text) };
  faults['micro01'] = {
    script: (_number, text) => {
      count(text);
      const boundary = /^boundary=(\S+)$/m.exec(text)?.[1];
      return boundary === undefined ? undefined : printed(output, boundary);
    },
  };
  return () => writes;
}

async function expectText(report: Report, exit: number): Promise<void> {
  for (const often of [true, false]) {
    const style = { ...plain, diff: often, quiet: !often, verbose: often };
    expect(await human(report, exit, style)).not.toMatch(unsafe);
  }
  for (const reporter of Object.values(reporters))
    expect(await (await reporter())(report, exit, plain)).not.toMatch(unsafe);
}

const plain = {
  colors: pc.createColors(false),
  columns: 80,
  verbose: true,
  diff: true,
  quiet: false,
  target: 'inventory.yaml',
  words: ['inventory.yaml'],
  end: { at: 0, seconds: 0 },
};

const unsafe = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]/;

async function expectJson(report: Report, exit: number): Promise<void> {
  const text = await json(report, exit, plain);
  expect(text).not.toMatch(unsafe);
  expect(documentFaults(text)).toEqual([]);
  const parsed: { exit: number; nodes: { status: string }[] } = JSON.parse(text);
  expect(parsed.exit).toBe(exit);
  expect(parsed.nodes.map(({ status }) => status)).toEqual(report.nodes.map((node) => node.status));
}
