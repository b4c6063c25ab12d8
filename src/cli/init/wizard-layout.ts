import { escapeControl } from '../../reporters/escape.ts';

/** What is offered, as it comes: from nodes, or from whoever is on the network. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
}

interface TableRow {
  readonly cells: readonly string[];
  /** Why it cannot be selected; null: it can. */
  readonly unfit: string | null;
}

/** Safe to draw; a row takes a second line where its reason does not fit beside it. */
export interface Lines {
  readonly header: string;
  readonly rows: readonly string[];
}

/** For a terminal of so many columns; each row is drawn behind `margin` others. */
export function layOut({ columns, rows }: Table, width: number): Lines {
  const safe = rows.map(({ cells }) => cells.map(escapeControl));
  const widths = columns.map((column, at) =>
    Math.max(column.length, ...safe.map((cells) => cells[at]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ');
  return {
    header: `${' '.repeat(margin)}${line(columns).trimEnd()}`,
    rows: safe.map((cells, at) => withReason(line(cells), rows[at]?.unfit ?? null, width)),
  };
}

/** `> [x] ` */
const margin = 6;

function withReason(line: string, unfit: string | null, width: number): string {
  if (unfit === null) return line.trimEnd();
  const reason = `(${escapeControl(unfit)})`;
  const whole = `${line} ${reason}`;
  return margin + whole.length <= width
    ? whole
    : `${line.trimEnd()}\n${' '.repeat(margin)}${reason}`;
}
