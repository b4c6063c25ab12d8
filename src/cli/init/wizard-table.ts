import { AutocompletePrompt, getColumns, isCancel, wrapTextWithPrefix } from '@clack/core';
import { limitOptions, symbol } from '@clack/prompts';
import type { Key } from 'node:readline';
import type { Writable } from 'node:stream';
import { layOut, type Lines, type Table } from './wizard-layout.ts';
import { show, type Drawn, type Terminal } from './wizard-terminal.ts';

/** The rows that a person chooses, by their place in the table; null where he cancels. */
export async function chooseRows(
  terminal: Terminal,
  table: Table,
  before: readonly number[],
): Promise<readonly number[] | null> {
  return show<readonly number[]>(terminal, async (drawn) => {
    const prompt = new TablePrompt(table, before, drawn);
    const answer = await prompt.prompt();
    return isCancel(answer) ? answer : prompt.selectedValues;
  });
}

interface Row {
  readonly value: number;
  readonly label: string;
  readonly disabled: boolean;
}

/** A list that is filtered by typing, where Space selects at once and all that is shown can be taken. */
class TablePrompt extends AutocompletePrompt<Row> {
  declare selectedValues: number[];
  readonly #table: Table;

  constructor(table: Table, before: readonly number[], drawn: Drawn) {
    const options = table.rows.map(({ cells, unfit }, value) => ({
      value,
      label: cells.join(' ').toLowerCase(),
      disabled: unfit !== null,
    }));
    super({
      ...drawn,
      options,
      multiple: true,
      filter: (typed, { label }) => label.includes(typed.toLowerCase()),
      render: () => this.#view(drawn.output),
    });
    this.#table = table;
    this.selectedValues = [...before];
    this.on('key', (_, { name }) => this.#takeAll(name));
    // The library starts on the first row even where it cannot be selected.
    if (options[0]?.disabled === true) this.emit('key', undefined, { name: 'down' });
  }

  override toggleSelected(value: number): void {
    if (this.#table.rows[value]?.unfit === null) super.toggleSelected(value);
  }

  /** What is no part of the filter: no name and no address has a blank. */
  protected override _isActionKey(char: string | undefined, { name }: Key): boolean {
    if (name === 'space') this.isNavigating = true;
    return char === '\t' || name === 'space';
  }

  /** Of those that the filter leaves. */
  #takeAll(key: string | undefined): void {
    if (key !== 'left' && key !== 'right') return;
    const shown = this.filteredOptions.filter(({ disabled }) => !disabled);
    const others = this.selectedValues.filter((at) => !shown.some(({ value }) => value === at));
    this.selectedValues = [...others, ...(key === 'right' ? shown.map(({ value }) => value) : [])];
  }

  #view(output: Writable): string {
    const title = `${symbol(this.state)}  ${this.#table.title}`;
    const count = `${this.selectedValues.length} selected`;
    if (this.state === 'cancel') return title;
    if (this.state === 'submit') return `${title}\n${count}\n`;
    const lines = layOut(this.#table, getColumns(output) - margin.length);
    const filter = `Filter: ${this.userInput}`;
    const head = [title, ...hints, '', filter, `${margin}${lines.header}`].flatMap((line) =>
      wrapTextWithPrefix(output, line, '').split('\n'),
    );
    return [...head, ...this.#rows(lines, head.length + 1, output), count].join('\n');
  }

  #rows({ rows }: Lines, rowPadding: number, output: Writable): readonly string[] {
    if (this.filteredOptions.length === 0) return ['No matches found'];
    return limitOptions({
      output,
      rowPadding,
      cursor: this.cursor,
      options: this.filteredOptions,
      style: ({ value, disabled }, isFocused) => {
        const box = this.selectedValues.includes(value) ? '[x]' : '[ ]';
        const start = `${isFocused ? '>' : ' '} ${disabled ? '   ' : box} `;
        return wrapTextWithPrefix(output, rows[value] ?? '', margin, start);
      },
    });
  }
}

/** As wide as `> [x] `. */
const margin = ' '.repeat(6);

const hints = [
  'Space to select; enter to confirm; type to filter results.',
  'Up/down to move; right to select all; left to select none.',
];
