/** What the formats are made of; maps keep their order. */
export type Tree = Scalar | ReadonlyMap<string, Tree> | readonly ReadonlyMap<string, Tree>[];

type Scalar = string | number | boolean | null | Tagged;

/** A text with a tag of its own, such as `!unsafe`. */
interface Tagged {
  readonly tag: string;
  readonly text: string;
}

/** A map without what is not there. */
export function mapOf(
  entries: readonly (readonly [string, Tree | undefined])[],
): ReadonlyMap<string, Tree> {
  return new Map(entries.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}

/** YAML that means the same to readers of 1.1, such as Ansible, and of 1.2. */
export function yamlOf(map: ReadonlyMap<string, Tree>): string {
  return [...linesOf(map), ''].join('\n');
}

function linesOf(map: ReadonlyMap<string, Tree>): readonly string[] {
  return [...map].flatMap(([key, value]) => {
    if (isList(value)) return [`${quoted(key)}:`, ...value.flatMap(itemOf)];
    if (!isMap(value)) return [`${quoted(key)}:${scalar(value)}`];
    if (value.size === 0) return [`${quoted(key)}: {}`];
    return [`${quoted(key)}:`, ...linesOf(value).map((line) => `  ${line}`)];
  });
}

function itemOf(map: ReadonlyMap<string, Tree>): readonly string[] {
  return linesOf(map).map((line, at) => `  ${at === 0 ? '-' : ' '} ${line}`);
}

function isList(tree: Tree): tree is readonly ReadonlyMap<string, Tree>[] {
  return Array.isArray(tree);
}

function isMap(tree: Exclude<Tree, readonly unknown[]>): tree is ReadonlyMap<string, Tree> {
  return tree instanceof Map;
}

function scalar(value: Scalar): string {
  if (value === null) return '';
  if (typeof value === 'string') return ` ${quoted(value)}`;
  return typeof value === 'object' ? ` ${value.tag} ${inQuotes(value.text)}` : ` ${value}`;
}

function quoted(text: string): string {
  return plain.test(text) && !words.test(text) ? text : inQuotes(text);
}

// Names, paths and IPv4 addresses; all else goes into quotes, where nothing has a second meaning.
const plain = /^(?:[A-Za-z/][\w./-]*|\d+\.\d+\.\d+\.\d+(?:\/\d+)?)$/;
// `e0` is a number to some.
const words = /^(?:y|n|yes|no|on|off|true|false|null|e\d+)$/i;

function inQuotes(text: string): string {
  return JSON.stringify(text).replaceAll(/[^\x20-\x7e\p{L}\p{N}]/gu, (character) => {
    const hex = (character.codePointAt(0) ?? 0).toString(16);
    return hex.length > 4 ? `\\U${hex.padStart(8, '0')}` : `\\u${hex.padStart(4, '0')}`;
  });
}
