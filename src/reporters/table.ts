import Table from 'cli-table3';
import { escapeControl } from './escape.ts';

/** A plain table, a line each: no borders, two blanks between columns, no colours of its own. */
export function table(rows: readonly (readonly string[])[]): readonly string[] {
  const plain = new Table({
    chars: { ...Object.fromEntries(blank.map((name) => [name, ''])), middle: '  ' },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  plain.push(...rows.map((row) => row.map(cell)));
  return plain
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}

/** More is no reading matter. */
const longest = 100;

function cell(text: string): string {
  return escapeControl(text.length > longest ? `${text.slice(0, longest)}…` : text);
}

const blank = ['top', 'bottom', 'left', 'right', 'mid'].flatMap((side) =>
  ['', '-left', '-right', '-mid'].map((corner) => `${side}${corner}`),
);
