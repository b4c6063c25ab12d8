import pc from 'picocolors';
import { expect, test } from 'vitest';
import type { Begin, History, PastRun, RunRecord } from '../../../src/model/journal.ts';
import { historyJson } from '../../../src/reporters/history-json.ts';
import { historyText } from '../../../src/reporters/history-text.ts';
import { documentFaults } from '../../support/documents.ts';
import { begin } from '../../support/state.ts';

const now = Date.parse('2026-11-22T08:15:40.000Z');
const style = { colors: pc.createColors(false), columns: 80, verbose: false, now };
const inventory = '/etc/mcreconcile/inventory.yaml';

interface Differs extends Partial<Omit<RunRecord, 'begin'>> {
  readonly begin?: Partial<Begin>;
}

function past(
  run: string,
  result: Exclude<PastRun['result'], 'unreadable'>,
  differs: Differs = {},
): PastRun {
  const first = begin(run, { inventory, ...differs.begin });
  const told = { stage: 'move', rollback: null, end: null, lastAt: first.at, ...differs };
  return { run, result, record: { ...told, begin: first }, problem: null };
}

const runs: readonly PastRun[] = [
  past('20261119T081500Z-0001', 'changed', { begin: { at: '2026-11-19T08:15:00Z' } }),
  past('20261121T081500Z-0002', 'rolled-back', {
    begin: { at: '2026-11-21T08:15:00Z' },
    rollback: 'a tunnel from micro01 to micro02 did not come up',
  }),
  {
    run: '20261121T101500Z-0003',
    result: 'unreadable',
    record: null,
    problem: { kind: 'journal-damaged', file: '/s/runs/x.jsonl', line: 2, reason: 'no JSON' },
  },
  past('20261122T061500Z-0004', 'died', { begin: { at: '2026-11-22T06:15:00Z' } }),
  past('20261122T073000Z-0005', 'half-done', {
    begin: { at: '2026-11-22T07:30:00Z', inventory: 'other.yaml' },
  }),
  past('20261122T081000Z-0006', 'held', { begin: { at: '2026-11-22T08:10:00Z' } }),
  past('20261122T081500Z-0007', 'held'),
  past('20261122T081500Z-0008', 'running'),
];

const history: History = { runs, older: 2, problems: [] };

test('people see every run on a line, newest last, and what to type', () => {
  expect(historyText(history, style)).toBe(`(2 older runs are not shown)
${inventory}
  20261119T081500Z-0001     3 d ago  changed      2 nodes, in-place
  20261121T081500Z-0002    24 h ago  rolled back  2 nodes, in-place
    - rolled back because: a tunnel from micro01 to micro02 did not come up
  20261121T101500Z-0003              unreadable
    - /s/runs/x.jsonl:2 the journal is damaged: no JSON
      the changes of the run cannot be read from it: look at the nodes with
      \`mcreconcile plan\`
${inventory}
  20261122T061500Z-0004     2 h ago  died         2 nodes, in-place
    - it died, in the stage move; micro[01-02]; by root@ops1, pid 4711
      to roll back: \`mcreconcile rollback 20261122T061500Z-0004\`
other.yaml
  20261122T073000Z-0005  45 min ago  half-done    2 nodes, in-place
    - some nodes could not be rolled back; micro[01-02]; by root@ops1, pid 4711
      when the nodes answer: \`mcreconcile rollback 20261122T073000Z-0005\`
${inventory}
  20261122T081000Z-0006   5 min ago  held         2 nodes, in-place
    - nobody confirmed the run within 60 s: the nodes revert by themselves
      to check: \`mcreconcile check ${inventory}\`
      to make sure: \`mcreconcile rollback 20261122T081000Z-0006\`
  20261122T081500Z-0007    just now  held         2 nodes, in-place
    - the nodes revert by themselves in 20 s, unless you confirm the run
      to keep it: \`mcreconcile confirm 20261122T081500Z-0007\`
      to roll back now: \`mcreconcile rollback 20261122T081500Z-0007\`
  20261122T081500Z-0008    just now  running      2 nodes, in-place
    - by root@ops1, pid 4711, in the stage move
`);
});

test('what a journal holds is made safe for the terminal', () => {
  const evil = past('r', 'died', { begin: { owner: '\u001b[2J' } });
  expect(historyText({ ...history, runs: [evil] }, style)).not.toContain('\u001b');
});

test('no run at all is said', () => {
  expect(historyText({ runs: [], older: 0, problems: [] }, style)).toBe(
    'No run has written anything yet.\n',
  );
});

test('machines see the same', () => {
  const text = historyJson(history);
  expect(documentFaults(text)).toEqual([]);
  const document = JSON.parse(text);
  expect(document).toMatchObject({ format: 'mcreconcile.history/1', older: 2, problems: [] });
  expect(document.runs.map(({ result }: PastRun) => result)).toEqual(
    runs.map(({ result }) => result),
  );
  expect(document.runs[3]).toEqual({
    run: '20261122T061500Z-0004',
    result: 'died',
    started_at: '2026-11-22T06:15:00Z',
    last_at: '2026-11-22T06:15:00Z',
    inventory,
    nodes: ['micro01', 'micro02'],
    strategy: 'in-place',
    rolls_back: null,
    confirm_seconds: 60,
    owner: 'root@ops1, pid 4711',
    stage: 'move',
    rollback_cause: null,
    problems: [],
  });
  expect(document.runs[2].problems).toMatchObject([{ kind: 'journal-damaged' }]);
  expect(Object.keys(document.runs[2])).toEqual(Object.keys(document.runs[3]));
});

test('a run that was rolled back, and the run that did it, both say so', () => {
  const [one, two] = ['20261122T081500Z-0001', '20261122T081600Z-0002'];
  const back = past(two, 'changed', { begin: { rollsBack: one } });
  const text = historyText({ ...history, runs: [past(one, 'rolled-back'), back] }, style);
  expect(text).toMatch(new RegExp(`${one} .* rolled back [^]*\\n    - it rolled back run ${one}`));
});
