import { playbook as validate } from '../generated/validators.js';
import type { Play } from '../model/play.ts';
import { err, ok } from '../model/result.ts';
import { andThen, checked } from './checked.ts';
import { conflicts } from './conflicts.ts';
import { type Invalid, invalid, type Read } from './invalid.ts';
import type { PlayInput } from './schema/playbook.ts';
import { show } from './show.ts';
import { expressions } from './variables.ts';
import type { Document, Path } from './yaml.ts';

/** The one play of a playbook; all its errors at once. */
export function readPlaybook(document: Document, file: string): Read<Play> {
  const problems = andThen(checked(document, validate), expressionsIn(document));
  if (problems.length > 0 || !validate<readonly [PlayInput]>(document.value)) return err(problems);
  const [{ name, hosts = 'all', cutover = 'auto', tasks: entries, ...more }] = document.value;
  const { default_underlay: defaultUnderlay } = more;
  const tasks = entries.flatMap((task, at) => tasksOf(task, at, document));
  const contradictions = conflicts(document, tasks);
  if (contradictions.length > 0) return err(contradictions);
  const hostsPlace = document.place([0, 'hosts'], 'value');
  const optional = defaultUnderlay === undefined ? {} : { defaultUnderlay };
  return ok({ file, name, hosts, hostsPlace, cutover, ...optional, tasks });
}

// One entry each: the schema says so.
function tasksOf(task: Readonly<Record<string, unknown>>, at: number, document: Document) {
  return Object.entries(task).map(([name, args]) => ({
    task: name,
    args,
    place: document.place([0, 'tasks', at, name], 'key'),
  }));
}

function expressionsIn(document: Document): readonly Invalid[] {
  return texts(document.value, []).flatMap(({ text, path }) =>
    expressions(text).map((expression) =>
      invalid(document.place(path, 'value'), {
        cause: `${show(expression)} is not the plain name of a variable`,
        instead: 'write `{{ name }}`: there are no expressions and no filters',
      }),
    ),
  );
}

function texts(value: unknown, path: Path): readonly { text: string; path: Path }[] {
  if (typeof value === 'string') return [{ text: value, path }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => texts(inner, [...path, key]));
}
