import { expect, test } from 'vitest';
import { finish, type Shown } from '../../../src/cli/finish.ts';
import { ofRun, reportOf } from '../../../src/cli/report-of.ts';
import type { NodeReport, Report } from '../../../src/model/report.ts';
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

async function shown(report: Report, more: Partial<Shown>): Promise<string> {
  let said = '';
  const stream = {
    write: (text: string) => void (said += text),
    isTTY: false,
    columns: 200,
    hasColors: false,
  };
  const context = contextOf({ stdout: stream, stderr: stream });
  await finish(report, { target: 'i.yaml', options, context, ...more });
  return said.replaceAll(/\s+/g, ' ');
}
