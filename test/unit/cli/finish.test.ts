import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { finish, type Shown } from '../../../src/cli/finish.ts';
import { ofRun, reportOf } from '../../../src/cli/report-of.ts';
import type { NodeReport, Report } from '../../../src/model/report.ts';
import { documentFaults } from '../../support/documents.ts';
import { temporaryFolder } from '../../support/state.ts';
import { contextOf } from './support.ts';

const node: NodeReport = {
  name: 'micro01',
  address: '198.18.0.11',
  status: 'drift',
  changes: [],
  problems: [],
  written: false,
  durationMs: 1,
  facts: null,
};
const drift = reportOf('plan', [], { nodes: [node] });
const refused = reportOf('plan', ofRun([{ kind: 'underlay-undeclared' }]), { nodes: [node] });
const options = {
  output: 'human',
  color: true,
  playbook: 'audit',
  extraVars: ['a=1', 'b=2'],
  user: 'admin',
  become: true,
  limit: 'micro0*',
} as const;

test.each<readonly [string, Report, Partial<Shown>, string]>([
  [
    'the inventory with what decides',
    drift,
    { limit: 'micro0*' },
    'To converge: mcreconcile apply i.yaml --playbook audit --user admin --extra-vars a\\=1 --extra-vars b\\=2 --limit micro0\\* --become',
  ],
  [
    'no limit, where the command says itself which nodes',
    drift,
    {},
    'apply i.yaml --playbook audit --user admin --extra-vars a\\=1 --extra-vars b\\=2 --become',
  ],
  [
    'a saved plan, and how to reach its nodes',
    drift,
    { saved: 'a.plan', limit: 'micro0*' },
    'To converge: mcreconcile apply a.plan --user admin --become',
  ],
  [
    'the inventory, where no plan could be saved',
    refused,
    { saved: 'a.plan' },
    'To try again: mcreconcile plan i.yaml --playbook audit',
  ],
])('what to type next: %s', async (_name, report, more, says) => {
  expect(await shown(report, more)).toContain(says);
});

test.each([
  [drift, {}, 2],
  [drift, { driftExitCode: 0 }, 0],
  [drift, { driftExitCode: 200 }, 200],
  [refused, { driftExitCode: 0 }, 1],
] as const)('only drift has an exit code that can be chosen: %#', async (report, more, exit) => {
  const said = streamed();
  const request = { target: 'i.yaml', options: { ...options, ...more }, context: said.context };
  expect(await finish(report, request)).toBe(exit);
});

test.each([
  ['json', drift, 2],
  ['nagios', drift, 2],
  ['human', refused, 1],
] as const)('beside -o %s, a file gets the JSON', async (output, report, exit) => {
  const jsonInto = join(await temporaryFolder(), 'report.json');
  const { context, text } = streamed();
  const request = { target: 'i.yaml', options: { ...options, output, jsonInto }, context };
  // The code of a scheduler is no matter of the report.
  expect(await finish(report, request)).toBe(exit);
  const written = await readFile(jsonInto, 'utf8');
  expect(documentFaults(written)).toEqual([]);
  expect(JSON.parse(written)).toMatchObject({ command: 'plan', exit });
  expect(text()).not.toContain(jsonInto);
});

test.each(['human', 'json', 'ndjson', 'junit', 'prometheus', 'nagios', 'markdown'] as const)(
  'that the file cannot be written changes no exit code, and -o %s says it',
  async (output) => {
    const jsonInto = await temporaryFolder();
    const { context, text } = streamed();
    const inSync = reportOf('check', [], { nodes: [{ ...node, status: 'ok' }] });
    const request = { target: 'i.yaml', options: { ...options, output, jsonInto }, context };
    expect(await finish(inSync, { ...request, quiet: true })).toBe(0);
    expect(text()).toContain(
      output === 'prometheus' ? 'severity="warning"} 1' : 'it is a directory',
    );
    expect(await readdir(jsonInto)).toEqual([]);
  },
);

/** Both streams, and what was written to them. */
function streamed() {
  let said = '';
  const write = (text: string): void => void (said += text);
  const stream = { write, isTTY: false, columns: 200, hasColors: false };
  return { context: contextOf({ stdout: stream, stderr: stream }), text: () => said };
}

async function shown(report: Report, more: Partial<Shown>): Promise<string> {
  const { context, text } = streamed();
  await finish(report, { target: 'i.yaml', options, context, ...more });
  return text().replaceAll(/\s+/g, ' ');
}
