import type { Place } from '../../../model/inventory.ts';
import { type Advice, invalid } from '../../invalid.ts';
import { didYouMean } from '../../nearest.ts';
import { show } from '../../show.ts';
import { meaningOf } from '../../yaml/dialect.ts';
import {
  addHosts,
  type Draft,
  emptyDraft,
  groupOf,
  setGroupVariable,
  type Variable,
} from '../draft.ts';
import { variable } from '../variable.ts';
import { literalOf } from './literal.ts';
import { type Kind, type Line, type Section, sectionsOf } from './sections.ts';
import { wordsOf } from './words.ts';

/** An inventory in Ansible's INI. */
export function draftOfIni(text: string, file: string): Draft {
  const { sections, faults } = sectionsOf(text, file);
  const draft = emptyDraft({ file, line: 1, column: 1 });
  draft.faults.push(...faults);
  const declared = new Set([
    'all',
    ...sections.filter(({ kind }) => kind !== 'vars').map(({ name }) => name),
  ]);
  for (const section of sections) {
    if (!declared.has(section.name))
      draft.faults.push(unknownGroup(section.place, section.name, declared));
    groupOf(draft, section.name, section.place);
    for (const line of section.lines) readers[section.kind](draft, section, { line, declared });
  }
  return draft;
}

interface At {
  readonly line: Line;
  readonly declared: ReadonlySet<string>;
}

const readers: Readonly<Record<Kind, (draft: Draft, section: Section, at: At) => void>> = {
  hosts: (draft, section, { line }) => readHosts(draft, section, line),
  vars: (draft, section, { line }) => readVariable(draft, section, line),
  children: (draft, section, { line, declared }) => {
    const [, name] = /^([^:\]\s]+)\s*(?:#.*)?$/.exec(line.text) ?? [];
    if (name === undefined)
      draft.faults.push(
        invalid(line.place, {
          cause: `${show(line.text)} is not the name of a group`,
          instead: 'write one name on each line',
        }),
      );
    else if (!declared.has(name)) draft.faults.push(unknownGroup(line.place, name, declared));
    else groupOf(draft, name, line.place).parents.set(section.name, line.place);
  },
};

function readHosts(draft: Draft, { name, place }: Section, line: Line): void {
  const [pattern, ...rest] = wordsOf(line.text) ?? [];
  if (pattern === undefined) {
    draft.faults.push(invalid(line.place, openQuote));
    return;
  }
  const vars = new Map<string, Variable>();
  for (const { text, at } of rest) {
    const equals = text.indexOf('=');
    const where = after(line.place, at);
    if (equals < 0) draft.faults.push(invalid(where, notAVariable(text)));
    else
      vars.set(
        text.slice(0, equals),
        read(text.slice(equals + 1), where, after(where, equals + 1)),
      );
  }
  addHosts(draft, groupOf(draft, name, place), { text: pattern.text, place: line.place }, vars);
}

function readVariable(draft: Draft, { name, place }: Section, line: Line): void {
  const [, key, gap = '', text = ''] = /^(.*?)(\s*=\s*)(.*)$/s.exec(line.text) ?? [];
  if (key === undefined) draft.faults.push(invalid(line.place, notAVariable(line.text)));
  else {
    const at = after(line.place, key.length + gap.length);
    setGroupVariable(draft, groupOf(draft, name, place), key, read(text, line.place, at));
  }
}

/** A value as Python would read it where it can, else as text. */
function read(text: string, key: Place, at: Place): Variable {
  const literal = literalOf(text);
  if (literal === undefined) return variable(text, key, at);
  const { value, doubt } = meaningOf(literal.value, text.replace(/\s+#.*$/, ''));
  return variable(value, key, at, doubt);
}

function after(place: Place, columns: number): Place {
  return { ...place, column: place.column + columns };
}

const openQuote: Advice = {
  cause: 'a quote on this line stays open',
  instead: 'close it, or put a `\\` before it',
};

function notAVariable(text: string): Advice {
  return { cause: `${show(text)} is not a variable`, instead: 'write `name=value`' };
}

function unknownGroup(place: Place, name: string, declared: ReadonlySet<string>) {
  return invalid(place, {
    cause: `no group is called ${show(name)}`,
    instead: didYouMean(name, declared) ?? `add the section ${show(`[${name}]`)}`,
  });
}
