import { err, ok, type Result } from '../model/result.ts';
import type { Problem } from '../problems/problem.ts';
import { type Item, itemsOf } from './pattern-items.ts';
import { readText } from './read-text.ts';

type Items = Result<readonly Item[], readonly Problem[]>;

/** The parts of --limit; `@file` stands for the lines of a file, `#` starts a comment there. */
export async function readLimit(pattern: string): Promise<Items> {
  const parts = await Promise.all(
    itemsOf(pattern, null).map(async (item) =>
      item.text.startsWith('@') ? linesOf(item.text.slice(1)) : ok([item]),
    ),
  );
  const problems = parts.flatMap((part) => (part.ok ? [] : part.error));
  return problems.length > 0
    ? err(problems)
    : ok(parts.flatMap((part) => (part.ok ? part.value : [])));
}

async function linesOf(file: string): Promise<Items> {
  const text = await readText(file);
  if (!text.ok) return text;
  return ok(
    text.value.split('\n').flatMap((line, at) => {
      const column = line.search(/\S/) + 1;
      return itemsOf(line.replace(/(^|\s)#.*/, ''), { file, line: at + 1, column });
    }),
  );
}
