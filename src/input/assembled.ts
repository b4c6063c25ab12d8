import type { Place } from '../model/inventory.ts';
import type { Invalid } from './invalid.ts';
import type { Document, Path } from './yaml.ts';

/** A value put together from what files of another form say: where its key and it itself stand there. */
export interface Piece {
  readonly key: Place;
  readonly at: Place;
  readonly value: unknown;
  readonly parts: ReadonlyMap<string, Piece>;
}

/** A plain value; without a place of its own, it stands at its key. */
export function leaf(value: unknown, key: Place, at: Place = key): Piece {
  return { key, at, value, parts: new Map() };
}

/** A map of what is there of these. */
export function mapOf(
  key: Place,
  parts: readonly (readonly [string, Piece | null | undefined])[],
): Piece {
  const present = parts.flatMap(([name, part]): [string, Piece][] => (part ? [[name, part]] : []));
  const value = Object.fromEntries(present.map(([name, part]) => [name, part.value]));
  return { key, at: key, value, parts: new Map(present) };
}

/** A list. */
export function listOf(key: Place, items: readonly Piece[]): Piece {
  const parts = new Map(items.map((item, at) => [String(at), item]));
  return { key, at: key, value: items.map(({ value }) => value), parts };
}

/** What the native form would say: its schema and its rules judge it at the places of the pieces. */
export function assembled(root: Piece, problems: readonly Invalid[]): Document {
  return {
    value: root.value,
    problems,
    keys: (path) => [...pieceAt(root, path).parts.keys()],
    place: (path, target) => pieceAt(root, path)[target === 'key' ? 'key' : 'at'],
  };
}

function pieceAt(root: Piece, path: Path): Piece {
  return path.reduce((piece: Piece, step) => piece.parts.get(String(step)) ?? piece, root);
}
