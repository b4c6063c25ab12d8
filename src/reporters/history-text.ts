import { describe } from '../problems/problem.ts';
import type { History, PastRun } from '../model/journal.ts';
import { historyDetail, historyNotes } from './history-notes.ts';
import type { Style } from './reporter.ts';
import { count, paragraph } from './wrap.ts';

export interface HistoryStyle extends Pick<Style, 'colors' | 'columns' | 'verbose'> {
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** A line for each run, under its inventory; for unfinished runs, the commands that finish them. */
export function historyText({ runs, older, problems }: History, style: HistoryStyle): string {
  const [problem] = problems;
  if (problem !== undefined) {
    const { summary, hint } = describe(problem);
    return `${style.colors.red(paragraph('', summary, style.columns))}\n    ${hint}\n`;
  }
  if (runs.length === 0) return 'No run has written anything yet.\n';
  const left = older === 0 ? [] : [`(${older} older runs are not shown)`];
  const lines = runs.flatMap((run, at) => [
    ...heading(run, runs[at - 1], style),
    head(run, style),
    ...notes(run, style),
  ]);
  return `${[...left, ...lines].join('\n')}\n`;
}

/** Runs of one inventory that follow each other share it. */
function heading(
  run: PastRun,
  before: PastRun | undefined,
  style: HistoryStyle,
): readonly string[] {
  const inventory = run.record?.begin.inventory;
  if (inventory === undefined || inventory === before?.record?.begin.inventory) return [];
  return [paragraph('', inventory, style.columns)];
}

function head({ run, result, record }: PastRun, style: HistoryStyle): string {
  const age = record === null ? '' : ageOf(record.begin.at, style.now);
  const word = (result === 'rolled-back' ? 'rolled back' : result).padEnd(resultWidth);
  const what =
    record === null ? '' : `${count(record.begin.nodes.length, 'node')}, ${record.begin.strategy}`;
  const mark = `  ${run.padEnd(runWidth)}  ${age.padStart(ageWidth)}  `;
  const line = paragraph(`${mark}${word}  `, what, style.columns).trimEnd();
  const end = mark.length + word.length;
  return mark + style.colors[paints[result]](line.slice(mark.length, end)) + line.slice(end);
}

const runWidth = '20261122T081500Z-7f3a'.length;
const ageWidth = '59 min ago'.length;
const resultWidth = 'rolled back'.length;

const paints = {
  changed: 'green',
  confirmed: 'green',
  held: 'yellow',
  running: 'cyan',
  refused: 'cyan',
  'rolled-back': 'magenta',
  'half-done': 'red',
  died: 'red',
  unreadable: 'red',
} as const satisfies Readonly<Record<PastRun['result'], keyof Style['colors']>>;

function notes(run: PastRun, { columns, verbose, now }: HistoryStyle): readonly string[] {
  const [first, ...others] = historyNotes(run, now);
  const detail = verbose && run.record !== null ? [historyDetail(run.record)] : [];
  return [
    ...detail.map((text) => paragraph('      ', text, columns)),
    ...(first === undefined ? [] : [paragraph('    - ', first, columns)]),
    ...others.map((text) => paragraph('      ', text, columns)),
  ];
}

/** `45 min ago`: nobody has to convert from UTC. */
function ageOf(at: string, now: number): string {
  const seconds = (now - Date.parse(at)) / 1000;
  if (seconds < 60) return 'just now';
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3600)} h ago`;
  return `${Math.floor(seconds / 86_400)} d ago`;
}
