import { groupBy } from '../model/group-by.ts';
import { carries, type PathAnswer } from '../model/plan.ts';
import { escapeControl } from './escape.ts';

/** A person does not read a larger matrix. */
const mostRows = 12;

/** Which node reaches which over the underlay: a matrix where it fits, otherwise one line. */
export function pathsText(paths: readonly PathAnswer[], columns: number): string {
  const texts = [...groupBy(paths, ({ payload }) => payload)].map(([payload, own]) => {
    const lines = matrix(own, payload);
    const fits = lines.length <= mostRows + 2 && lines.every(({ length }) => length <= columns);
    return fits ? lines.join('\n') : total(own, payload);
  });
  return texts.join('\n');
}

function total(paths: readonly PathAnswer[], payload: number): string {
  const good = paths.filter(carries).length;
  return `underlay paths: ${good} of ${paths.length} answered at ${payload} bytes`;
}

/** Rows send, columns answer; a column is headed by the number of its row. */
function matrix(paths: readonly PathAnswer[], payload: number): readonly string[] {
  const names = [...new Set(paths.flatMap(({ from, to }) => [from, to]))];
  const cells = new Map(paths.map((path) => [JSON.stringify([path.from, path.to]), cell(path)]));
  const heads = names.map((_, at) => String(at + 1));
  const shown = names.map(escapeControl);
  const width = Math.max(...shown.map(({ length }) => length));
  const line = (number: string, name: string, row: readonly string[]): string =>
    `    ${number.padStart(2)} ${name.padEnd(width)} ${row.map((each) => each.padStart(4)).join('')}`;
  return [
    `underlay paths, pings of ${payload} bytes from row to column:`,
    line('', '', heads),
    ...names.map((from, at) => {
      const row = names.map((to) => cells.get(JSON.stringify([from, to])) ?? '.');
      return line(heads[at] ?? '', shown[at] ?? '', row);
    }),
  ];
}

function cell(path: PathAnswer): string {
  if (carries(path)) return 'ok';
  return path.small === true ? 'MTU' : '--';
}
