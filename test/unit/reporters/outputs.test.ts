import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { exitCode } from '../../../src/cli/exit-code.ts';
import type { Report } from '../../../src/model/report.ts';
import type { RunEvent } from '../../../src/model/event.ts';
import { live, reporters } from '../../../src/reporters/index.ts';
import { markdown } from '../../../src/reporters/markdown.ts';
import { nagios } from '../../../src/reporters/nagios.ts';
import { ndjson } from '../../../src/reporters/ndjson.ts';
import { prometheus } from '../../../src/reporters/prometheus.ts';
import { machineStyle, reports } from '../../support/reports.ts';

const folder = new URL('../../fixtures/output-machine/', import.meta.url);
mkdirSync(folder, { recursive: true });

const endings = {
  ndjson: 'ndjson',
  junit: 'xml',
  prometheus: 'prom',
  nagios: 'nagios.txt',
  markdown: 'md',
} as const;

const empty: Report = {
  command: 'check',
  run: 'r',
  nodes: [],
  problems: [],
  paths: null,
  plan: null,
};

type Foreign = keyof typeof endings;

async function textOf(name: string, format: Foreign): Promise<string> {
  const report = reports[name];
  if (report === undefined) throw new Error(`no report ${name}`);
  const reporter = await reporters[format]();
  return reporter(report, exitCode(report), machineStyle);
}

const formats: readonly Foreign[] = ['ndjson', 'junit', 'prometheus', 'nagios', 'markdown'];
const cases = formats.flatMap((format) =>
  Object.keys(reports).map((name) => [format, name] as const),
);

// UPDATE_GOLDEN=1 rewrites the files; read them as a person would before committing.
describe('the text for programs', () => {
  test.each(cases)('%s of %s', async (format, name) => {
    const text = await textOf(name, format);
    const file = new URL(`${name}.${endings[format]}`, folder);
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, text);
    expect(text).toBe(readFileSync(file, 'utf8'));
  });

  test.each(cases)('%s of %s ends with its line, in plain characters', async (format, name) => {
    const text = await textOf(name, format);
    expect(text).toMatch(/[^\n]\n$/);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\ud800-\udfff]/);
  });

  test.each(Object.keys(reports))('ndjson and nagios of %s are one line', async (name) => {
    for (const format of ['ndjson', 'nagios'] as const)
      expect((await textOf(name, format)).split('\n')).toHaveLength(2);
  });
});

test('a nagios line begins its performance data once, and is short', async () => {
  const text = await textOf('hostile', 'nagios');
  expect(text.split('|')).toHaveLength(2);
  const problem = { kind: 'usage', cause: 'x'.repeat(5_000), instead: '' } as const;
  const long = { ...empty, problems: [{ nodes: [], problem }] };
  expect((await nagios(long, 64, machineStyle)).length).toBeLessThan(1_024);
});

test('prometheus keeps silent about nodes that nobody could look at', async () => {
  const text = await textOf('unreachable', 'prometheus');
  expect(text).toContain(
    'node_status{inventory="inventory.yaml",node="micro03",status="unreachable"} 1',
  );
  expect(text).toContain('node_drifted_keys{inventory="inventory.yaml",node="micro02"} 2');
  expect(text).not.toMatch(/(drifted_keys|tunnels)\{[^}]*node="micro03"/);
});

test('prometheus counts no keys as drifted that were written, or that nobody compared', async () => {
  const [, drifted] = reports['drift']?.nodes ?? [];
  if (drifted === undefined) throw new Error('no node');
  const keys = async (report: Partial<Report>) =>
    /drifted_keys\S+ (\d+)/.exec(await prometheus({ ...empty, ...report }, 0, machineStyle))?.[1];
  expect(await keys({ nodes: [drifted] })).toBe('2');
  expect(await keys({ nodes: [{ ...drifted, status: 'changed' }] })).toBe('0');
  expect(await keys({ nodes: [{ ...drifted, status: 'rolled_back' }] })).toBe('2');
  expect(await keys({ nodes: [{ ...drifted, status: 'skipped' }] })).toBeUndefined();
  expect(await keys({ nodes: [drifted], command: 'facts' })).toBeUndefined();
});

test('markdown folds nodes that are alike beyond a screen, and says once what many share', async () => {
  const [node] = reports['in-sync']?.nodes ?? [];
  if (node === undefined) throw new Error('no node');
  const many = Array.from({ length: 100 }, (_, at) => {
    const name = `micro${String(at).padStart(3, '0')}`;
    const problems = [{ kind: 'interface-down', interface: 'enp5s0' }] as const;
    return at < 60 ? { ...node, name } : { ...node, name, status: 'failed' as const, problems };
  });
  const text = await markdown({ ...empty, nodes: many }, 1, machineStyle);
  expect(text).toContain('| 60: micro\\[000-059\\] | ok |');
  expect(text.split('\n').length).toBeLessThan(20);
});

test('ndjson tells each event of a run', async () => {
  const output = await live.ndjson?.();
  const begun = output?.begin({ version: '1', command: 'check', run: 'r' }, 0);
  const happened = events.map((event) => output?.event(event, 1_000));
  const text = [begun, ...happened, await textOf('drift', 'ndjson')].join('');
  const file = new URL('events.ndjson', folder);
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, 'utf8'));
});

const events: readonly RunEvent[] = [
  { type: 'phase', phase: 'rolling back', nodes: ['micro01'] },
  { type: 'strategy', strategy: 'in-place', endpoints: 1, nodes: 1, stages: 3, seconds: 120 },
  { type: 'node-done', node: 'micro01' },
  { type: 'end', end: 'rolled-back' },
];

test('files that are valid are called so, and not in sync', async () => {
  const valid: Report = { ...empty, command: 'validate' };
  expect(await nagios(valid, 0, machineStyle)).toMatch(/^MCRECONCILE OK - valid \|/);
  expect(await markdown(valid, 0, machineStyle)).toContain('validate: valid');
});

test('ndjson carries the whole report', async () => {
  const line = JSON.parse(await ndjson(empty, 0, machineStyle));
  expect(line).toMatchObject({ type: 'report', report: { format: 'mcreconcile.report/1' } });
});
