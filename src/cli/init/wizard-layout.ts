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

/** Safe to draw; a row has its reason behind it, or on a line of its own where that is too narrow. */
export interface Lines {
  readonly header: string;
  readonly rows: readonly string[];
}

/** For lines of so many columns. */
export function layOut({ columns, rows }: Table, width: number): Lines {
  const safe = rows.map(({ cells }) => cells.map(escapeControl));
  const widths = columns.map((column, at) =>
    Math.max(column.length, ...safe.map((cells) => cells[at]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join(' | ')
      .trimEnd();
  return {
    header: line(columns),
    rows: safe.map((cells, at) => withReason(line(cells), rows[at]?.unfit ?? null, width)),
  };
}

function withReason(line: string, unfit: string | null, width: number): string {
  if (unfit === null) return line;
  const reason = `(${escapeControl(unfit)})`;
  const fits = line.length + 1 + reason.length <= width;
  return `${line}${fits ? ' ' : '\n'}${reason}`;
}
