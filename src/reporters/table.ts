import { escapeControl } from './escape.ts';

/** A line for each row, all of one length, without borders. */
export function table(rows: readonly (readonly string[])[]): readonly string[] {
  return aligned(rows.map((row) => row.map(cell)));
}

/** The same of cells that are safe to show. */
export function aligned(cells: readonly (readonly string[])[], between = '  '): readonly string[] {
  const widths = (cells[0] ?? []).map((_, at) =>
    cells.reduce((widest, row) => Math.max(widest, row[at]?.length ?? 0), 0),
  );
  const padded = cells.map((row) => row.map((text, at) => text.padEnd(widths[at] ?? 0)));
  return padded.map((row) => row.join(between).trimEnd());
}

/** Nobody reads a longer cell. */
const longest = 100;

function cell(text: string): string {
  return escapeControl(text.length > longest ? `${text.slice(0, longest)}…` : text);
}
