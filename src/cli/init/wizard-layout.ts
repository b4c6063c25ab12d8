import { escapeControl } from '../../reporters/escape.ts';
import { aligned } from '../../reporters/table.ts';

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
  const [header = '', ...lines] = aligned([columns, ...safe], ' | ');
  return {
    header,
    rows: lines.map((line, at) => withReason(line, rows[at]?.unfit ?? null, width)),
  };
}

function withReason(line: string, unfit: string | null, width: number): string {
  if (unfit === null) return line;
  const reason = `(${escapeControl(unfit)})`;
  const fits = line.length + 1 + reason.length <= width;
  return `${line}${fits ? ' ' : '\n'}${reason}`;
}
