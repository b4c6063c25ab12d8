import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import { mapOf, type Tree, yamlOf } from '../exports/yaml.ts';

/** A node that is to be added: its settings under its name. */
export type Newcomer = readonly [name: string, settings: ReadonlyMap<string, Tree>];

/**
 * The text of a native inventory with nodes added after its last one; nothing else of it changes.
 * null where its nodes do not stand in one map of their own, or the map is an alias.
 */
export function grown(text: string, newcomers: readonly Newcomer[]): string | null {
  const nodes = parseDocument(text, { uniqueKeys: false }).get('nodes', true);
  if (!isMap(nodes)) return null;
  const [last] = nodes.items.slice(-1);
  const name = nodes.items[0]?.key;
  if (last === undefined || !isScalar(name) || !name.range) return null;
  const end = endOf(last.value ?? last.key);
  if (end === null) return null;
  return nodes.flow === true
    ? spliced(text, end, newcomers.map((each) => `, ${inFlow(each)}`).join(''))
    : withLines(
        text,
        end,
        newcomers.map((each) => yamlOf(mapOf([each]))).join(''),
        columnOf(text, name.range[0]),
      );
}

function withLines(text: string, end: number, block: string, column: number): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = block.replaceAll(/^(?=.)/gm, ' '.repeat(column)).replaceAll('\n', eol);
  // A value of several lines ends where the next line begins.
  const next = text[end - 1] === '\n' ? end : text.indexOf('\n', end) + 1;
  return next === 0 ? `${text}${eol}${lines}` : spliced(text, next, lines);
}

function spliced(text: string, at: number, added: string): string {
  return text.slice(0, at) + added + text.slice(at);
}

/** Where the last thing in it ends; comments behind it are not part of it. */
function endOf(node: unknown): number | null {
  if ((isMap(node) || isSeq(node)) && node.flow !== true) {
    const [last] = node.items.slice(-1);
    if (last !== undefined) {
      const pair: { key?: unknown; value?: unknown } = isMap(node) ? Object(last) : { key: last };
      return endOf(pair.value ?? pair.key);
    }
  }
  const range: unknown = Object(node).range;
  return Array.isArray(range) && typeof range[1] === 'number' ? range[1] : null;
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

/** JSON is YAML, on one line. */
function inFlow([name, settings]: Newcomer): string {
  const plain = (_key: string, value: unknown): unknown =>
    value instanceof Map ? Object.fromEntries(value) : value;
  return `${JSON.stringify(name)}: ${JSON.stringify(settings, plain)}`;
}
