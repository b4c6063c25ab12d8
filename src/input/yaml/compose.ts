import { isAlias, isMap, isScalar, isSeq, type ParsedNode } from 'yaml';
import type { Advice } from '../invalid.ts';
import { isMap as isMapValue } from '../schema/wanted.ts';
import { show } from '../show.ts';
import type { Dialect, ParsedScalar } from './dialect.ts';
import { isMergeKey, keyOf } from './keys.ts';
import { blankSpot, type Child, listSpot, mapSpot, scalarSpot, type Spot } from './spot.ts';

/** An error at an offset of the text. */
export interface Fault extends Advice {
  readonly offset: number;
}

/** What composing a document keeps at hand. */
export interface Composing {
  /** null: the anchor's own value is being composed. */
  readonly anchors: Map<string, Spot | null>;
  readonly dialect: Dialect;
  readonly faults: Fault[];
  readonly lineOf: (offset: number) => number;
  /** How many values aliases have repeated. */
  repeated: number;
}

/** Turns YAML's nodes into values with places; what is wrong becomes a fault and composing goes on. */
export function compose(node: ParsedNode | null, offset: number, composing: Composing): Spot {
  if (node === null) return blankSpot(offset);
  if (isAlias(node)) return composeAlias(node.source, node.range[0], composing);
  const { anchor } = node;
  if (anchor !== undefined) composing.anchors.set(anchor, null);
  const spot = composeNode(node, composing);
  if (anchor !== undefined) composing.anchors.set(anchor, spot);
  return spot;
}

// More than 10,000 nodes need, less than an alias bomb makes: every mistake in it is repeated, too.
const mostRepeated = 300_000;

function composeNode(node: ParsedNode, composing: Composing): Spot {
  const [offset] = node.range;
  if (isMap(node)) return composeMap(node, composing);
  if (isSeq(node))
    return listSpot(
      node.items.map((item) => compose(item, offset, composing)),
      offset,
    );
  return isScalar(node) ? composeScalar(node, composing) : scalarSpot(null, offset);
}

function composeScalar(node: ParsedScalar, { dialect, faults }: Composing): Spot {
  const [offset] = node.range;
  const { value, doubt } = dialect.read(node);
  if (doubt && dialect.isStrict) faults.push({ offset, ...doubt });
  if (value === null && node.source === '') return blankSpot(offset);
  return scalarSpot(value, offset, doubt);
}

type ParsedMap = Extract<ParsedNode, { items: { key: unknown }[] }>;

function composeMap(map: ParsedMap, composing: Composing): Spot {
  const children = new Map<string, Child>();
  const merged: Spot[] = [];
  for (const { key, value } of map.items) {
    if (isMergeKey(key)) merged.push(...mergeSources(value, key.range[0], composing));
    else composePair(children, map, { key, value }, composing);
  }
  for (const source of merged)
    for (const [name, child] of source.children) if (!children.has(name)) children.set(name, child);
  return mapSpot(children, map.range[0]);
}

function composePair(
  into: Map<string, Child>,
  map: ParsedMap,
  { key, value }: { readonly key: ParsedNode; readonly value: ParsedNode | null },
  composing: Composing,
) {
  const { name, offset, doubt } = keyOf(key, map.range[0], composing.dialect);
  if (doubt && (composing.dialect.isStrict || name === null))
    composing.faults.push({ offset, ...doubt });
  const child = { key: key.range[0], spot: compose(value, key.range[0], composing) };
  if (name !== null) addChild(into, name, doubt ? { ...child, doubt } : child, composing);
}

function addChild(into: Map<string, Child>, name: string, child: Child, composing: Composing) {
  const first = into.get(name);
  if (first === undefined) into.set(name, child);
  else
    composing.faults.push({
      offset: child.key,
      cause: `${show(name)} stands here twice, first on line ${composing.lineOf(first.key)}`,
      instead: 'keep one of the two, or give one another name',
    });
}

function mergeSources(node: ParsedNode | null, key: number, composing: Composing): readonly Spot[] {
  const items: readonly (ParsedNode | null)[] = isSeq(node) ? node.items : [node];
  const sources = items.map((item) => compose(item, key, composing));
  const maps = sources.filter(({ value }) => isMapValue(value));
  const reported = items.some((item) => isAlias(item) && !composing.anchors.get(item.source));
  if (maps.length < sources.length && !reported)
    composing.faults.push({
      offset: key,
      cause: '`<<` merges something that is not a map',
      instead: 'merge a map with an anchor, such as `<<: *base`',
    });
  return maps;
}

function composeAlias(name: string, offset: number, composing: Composing): Spot {
  const target = composing.anchors.get(name);
  composing.repeated += target?.size ?? 0;
  if (target && composing.repeated <= mostRepeated) return { ...target, offset };
  const fault = aliasFault(name, target);
  // One bomb is one error, however often it goes off.
  if (!composing.faults.some(({ cause }) => cause === fault.cause))
    composing.faults.push({ offset, ...fault });
  return scalarSpot(null, offset);
}

function aliasFault(name: string, target: Spot | null | undefined): Advice {
  if (target === undefined)
    return {
      cause: `no anchor ${show(`&${name}`)} stands before this alias`,
      instead: 'set the anchor further up, or quote the value if it starts with `*`',
    };
  if (target === null)
    return { cause: `the alias ${show(`*${name}`)} stands inside itself`, instead: 'write it out' };
  return {
    cause: `the aliases of this file repeat more than ${mostRepeated} values`,
    instead: 'write the values out',
  };
}
