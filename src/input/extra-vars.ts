import { variables as validate } from '../generated/validators.js';
import type { NodeSpec } from '../model/inventory.ts';
import type { Problem } from '../problems/problem.ts';
import { err, ok, type Result } from '../model/result.ts';
import { checked } from './checked.ts';
import { type Advice, inOrder, type Invalid, invalid } from './invalid.ts';
import { readText } from './read-text.ts';
import { show } from './show.ts';
import { builtIn, builtInVariables, isVariableName } from './variables.ts';
import { type Document, parseYaml } from './yaml.ts';

type Vars = NodeSpec['vars'];
type Read<E = Problem> = Result<Vars, readonly E[]>;

/** The variables of every `--extra-vars`: `k=v`, a map as JSON or YAML, `@file`; the last one wins. */
export async function readExtraVars(words: readonly string[]): Promise<Read> {
  const all = await Promise.all(
    words.map(async (word) => (word.startsWith('@') ? fromFile(word.slice(1)) : fromWord(word))),
  );
  const problems = all.flatMap((each) => (each.ok ? [] : each.error));
  if (problems.length > 0) return err(problems);
  const entries = all.flatMap((each) => (each.ok ? Object.entries(each.value) : []));
  return ok(Object.fromEntries(entries));
}

async function fromFile(file: string): Promise<Read> {
  const text = await readText(file);
  return text.ok ? fromYaml(text.value, file) : text;
}

function fromWord(word: string): Read {
  if (!word.trimStart().startsWith('{')) return fromPairs(word);
  const read = fromYaml(word, option);
  return read.ok ? read : err(read.error.map(usage));
}

const option = '--extra-vars';

function fromYaml(text: string, file: string): Read<Invalid> {
  const document = parseYaml(text, file);
  if (!document.ok) return document;
  const problems = inOrder([...checked(document.value, validate), ...taken(document.value)]);
  if (problems.length > 0) return err(problems);
  const pairs = Object.entries(Object(document.value.value)).filter(([key]) => isVariableName(key));
  return ok(Object.fromEntries(pairs.map(([key, value]) => [key, String(value)])));
}

function taken(document: Document): readonly Invalid[] {
  return document
    .keys([])
    .filter((name) => builtInVariables.includes(name))
    .map((name) => invalid(document.place([name], 'key'), builtIn(name)));
}

/** `a=1 b='x y'`, as Ansible splits it. */
function fromPairs(word: string): Read {
  const pairs = [...word.matchAll(/([^\s=]+)=("[^"]*"|'[^']*'|\S*)/g)].map(
    ([, name = '', value = '']) => [name, value.replace(/^(["'])(.*)\1$/s, '$2')] as const,
  );
  const rest = word.replaceAll(/[^\s=]+=("[^"]*"|'[^']*'|\S*)/g, '').trim();
  const advices = [
    ...(rest === '' && pairs.length > 0 ? [] : [noPair(rest)]),
    ...pairs.filter(([name]) => builtInVariables.includes(name)).map(([name]) => builtIn(name)),
    ...pairs.filter(([name]) => !isVariableName(name)).map(([name]) => noName(name)),
  ];
  return advices.length === 0 ? ok(Object.fromEntries(pairs)) : err(advices.map(usage));
}

function usage({ cause, instead }: Advice): Problem {
  return { kind: 'usage', cause: `${option}: ${cause}`, instead };
}

function noName(name: string): Advice {
  const cause = `${show(name)} cannot be the name of a variable`;
  return { cause, instead: 'write letters, digits and `_`, no digit first' };
}

function noPair(text: string): Advice {
  const instead = 'write `name=value`, a map such as `{"name": "value"}`, or `@file`';
  return { cause: `${show(text)} sets no variable`, instead };
}
