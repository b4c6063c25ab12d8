import type { Place } from '../../../model/inventory.ts';
import { type Invalid, invalid } from '../../invalid.ts';
import { show } from '../../show.ts';

/** A line that says something, and where it starts. */
export interface Line {
  readonly text: string;
  readonly place: Place;
}

export type Kind = 'hosts' | 'children' | 'vars';

/** What stands under one `[name:kind]`. */
export interface Section {
  readonly name: string;
  readonly kind: Kind;
  readonly place: Place;
  readonly lines: readonly Line[];
}

/** The sections of an INI file; what stands before the first is ungrouped. */
export function sectionsOf(
  text: string,
  file: string,
): { readonly sections: readonly Section[]; readonly faults: readonly Invalid[] } {
  const faults: Invalid[] = [];
  const top = { file, line: 1, column: 1 };
  let lines: Line[] = [];
  const sections: Section[] = [{ name: 'ungrouped', kind: 'hosts', place: top, lines }];
  for (const line of linesOf(text, file)) {
    const found = headOf(line);
    if (found === null) lines.push(line);
    else {
      lines = [];
      if ('cause' in found) faults.push(found);
      else sections.push({ ...found, place: line.place, lines });
    }
  }
  return { sections, faults };
}

function linesOf(text: string, file: string): readonly Line[] {
  return text.split(/\r\n|\n|\r/).flatMap((raw, at) => {
    const line = raw.trim();
    if (line === '' || /^[#;]/.test(line)) return [];
    const column = raw.length - raw.trimStart().length + 1;
    return [{ text: line, place: { file, line: at + 1, column } }];
  });
}

function headOf({ text, place }: Line): Pick<Section, 'name' | 'kind'> | Invalid | null {
  const [whole, name = '', kind = 'hosts'] =
    /^\[([^:\]\s]+)(?::(\w+))?\]\s*(?:#.*)?$/.exec(text) ?? [];
  if (whole === undefined) return /^\[.*\]$/.test(text) ? badHead(text, place) : null;
  return isKind(kind) ? { name, kind } : badHead(text, place);
}

function isKind(kind: string): kind is Kind {
  return ['hosts', 'children', 'vars'].includes(kind);
}

function badHead(text: string, place: Place): Invalid {
  return invalid(place, {
    cause: `${show(text)} is no section`,
    instead: 'write `[group]`, `[group:children]` or `[group:vars]`, without blanks',
  });
}
