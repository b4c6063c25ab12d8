import type { PlayTask } from '../model/play.ts';
import { tasks as known } from '../tasks/index.ts';
import { type Invalid, invalid } from './invalid.ts';
import { show } from './show.ts';
import type { Document, Path } from './yaml.ts';

/** Where the tasks of a play say too little of a key, or two of them say different things. */
export function conflicts(document: Document, tasks: readonly PlayTask[]): readonly Invalid[] {
  const all = tasks.flatMap((task, at) => declarations(task, at));
  const first = new Map(all.toReversed().map((each) => [each.key, each]));
  return all.flatMap((each) => {
    const other = first.get(each.key) ?? each;
    const isAlike = each.value === other.value && each.absent === other.absent;
    return blank(document, each) ?? (isAlike ? [] : contradiction(document, each, other));
  });
}

interface Declaration {
  /** `external_ids:ovn-encap-ip`. */
  readonly key: string;
  /** As the file has it: variables are not filled in yet. */
  readonly value: string;
  readonly absent: boolean;
  readonly path: Path;
}

function declarations({ task, args }: PlayTask, at: number): readonly Declaration[] {
  const column = known[task]?.column;
  if (column === undefined) return [];
  return Object.entries(Object(args)).map(([key, value]) => ({
    key: `${column}:${key}`,
    value: typeof value === 'string' ? value : JSON.stringify(value),
    absent: value === null,
    path: [0, 'tasks', at, task, key],
  }));
}

/** Nothing beside the key is a value forgotten, which must not remove the key. */
function blank(document: Document, { key, path }: Declaration): Invalid | null {
  const [place, value] = [document.place(path, 'key'), document.place(path, 'value')];
  if (place.line !== value.line || place.column !== value.column) return null;
  const instead = 'write the value, or `null` to remove the key';
  return invalid(place, { cause: `${show(key)} has no value`, instead });
}

function contradiction(document: Document, one: Declaration, other: Declaration): Invalid {
  const { file, line, column } = document.place(other.path, 'key');
  return invalid(document.place(one.path, 'key'), {
    cause: `${show(one.key)} must be ${said(one)} here and ${said(other)} at ${file}:${line}:${column}`,
    instead: 'keep one of the two: tasks are declarations, and together they make one plan',
  });
}

function said({ value, absent }: Declaration): string {
  return absent ? 'absent' : show(value);
}
