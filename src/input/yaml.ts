import { Composer, type Document as YamlDocument, LineCounter } from 'yaml';
import type { Place } from '../model/inventory.ts';
import { err, ok } from '../model/result.ts';
import { inOrder, type Invalid, invalid, type Read } from './invalid.ts';
import { compose, type Fault } from './yaml/compose.ts';
import { type Dialect, strict } from './yaml/dialect.ts';
import { discreet } from './yaml/secrets.ts';
import { childAt, type Spot } from './yaml/spot.ts';
import { adviceOf } from './yaml/syntax.ts';
import { tokensOf } from './yaml/tokens.ts';

/** Steps from the top of a document to one of its values. */
export type Path = readonly (string | number)[];

/** A YAML file as plain values, and where each of them stands. */
export interface Document {
  readonly value: unknown;
  /** What is wrong although the file can be read: keys that are numbers, duplicate keys, tags. */
  readonly problems: readonly Invalid[];
  /** The keys of a map in the order of the file, which a JavaScript object does not keep. */
  keys(path: Path): readonly string[];
  place(path: Path, target: 'key' | 'value'): Place;
}

/** A YAML file as a tree of values with offsets, and how to find these in the file. */
export interface Tree {
  readonly root: Spot;
  readonly problems: readonly Invalid[];
  readonly locate: (offset: number) => Place;
}

/** Reads one YAML 1.2 document; an error where nothing of it can be used. */
export function parseYaml(text: string, file: string): Read<Document> {
  const tree = parseTree(text, file, strict);
  return tree.ok ? ok(view(tree.value)) : tree;
}

/** The same, of any dialect. */
export function parseTree(text: string, file: string, dialect: Dialect): Read<Tree> {
  const locate = locator(text, file);
  const tokens = tokensOf(text);
  if (!tokens.ok) return err([invalid(locate(tokens.error.offset), tokens.error)]);
  const composer = new Composer({ ...options, schema: dialect.schema });
  const documents = [...composer.compose(tokens.value, true, text.length)];
  const fatal = [...documents.flatMap(errors), ...unwanted(documents)];
  const faults = documents.flatMap((document) => warnings(document, dialect));
  const [document] = documents;
  if (fatal.length > 0 || document === undefined)
    return err(discreet(located([...fatal, ...faults], locate), text));
  const lineOf = (offset: number) => locate(offset).line;
  const composing = { anchors: new Map(), dialect, faults, lineOf, repeated: 0 };
  const root = compose(document.contents, 0, composing);
  return ok({ root, problems: discreet(located(composing.faults, locate), text), locate });
}

type Parsed = YamlDocument.Parsed;
type Locate = (offset: number) => Place;

// Duplicate keys are found while composing: the library compares each key with each other.
const options = { resolveKnownTags: false, uniqueKeys: false } as const;

function locator(text: string, file: string): Locate {
  const lines = new LineCounter();
  // Counted here: after an error, the parser itself misses lines.
  lines.addNewLine(0);
  for (const { index } of text.matchAll(/\n/g)) lines.addNewLine(index + 1);
  const end = text.trimEnd().length;
  return (offset) => {
    const { line, col } = lines.linePos(Math.min(offset, end));
    return { file, line, column: col };
  };
}

function located(faults: readonly Fault[], locate: Locate): readonly Invalid[] {
  return inOrder(faults.map((fault) => invalid(locate(fault.offset), fault)));
}

function errors(document: Parsed): Fault[] {
  return document.errors.map((error) => ({ offset: error.pos[0], ...adviceOf(error) }));
}

// What a tag means is for the dialect to say, where it is not a strict one.
function warnings(document: Parsed, { isStrict }: Dialect): Fault[] {
  return document.warnings
    .filter(({ code }) => isStrict || code !== 'TAG_RESOLVE_FAILED')
    .map((error) => ({ offset: error.pos[0], ...adviceOf(error) }));
}

function unwanted([first, second]: readonly Parsed[]): Fault[] {
  if (second !== undefined)
    return [
      {
        offset: second.range[0],
        cause: 'a second document starts here',
        instead: 'write one document to a file: leave out the `---` in between',
      },
    ];
  const contents = first?.contents ?? null;
  const empty = contents === null || ('source' in contents && contents.source === '');
  if (!empty || (first?.errors.length ?? 0) > 0) return [];
  return [
    { offset: 0, cause: 'the file is empty', instead: 'write something, or name another file' },
  ];
}

function view({ root, problems, locate }: Tree): Document {
  return {
    value: root.value,
    problems,
    keys: (path) => [...childAt(root, path).spot.children.keys()],
    place: (path, target) => {
      const { key, spot } = childAt(root, path);
      // Where nothing is written, not even `null`, the key is all there is.
      return locate(target === 'key' || spot.blank === true ? key : spot.offset);
    },
  };
}
