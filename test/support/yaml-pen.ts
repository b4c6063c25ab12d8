import fc from 'fast-check';

/** What can be written down. */
export type Tree = Scalar | readonly string[] | Alias | ReadonlyMap<string, Tree>;

type Scalar = string | number | boolean;

/** An anchor's name where it stands for a value. */
interface Alias {
  readonly alias: string;
}

/** One of the many ways to write YAML, none of which changes what is meant. */
export interface Pen {
  /** Settings as they stand: maybe with an `x-` key, maybe merged from an anchor further up. */
  layer(settings: ReadonlyMap<string, Tree>): Tree;
  /** The whole file. */
  document(top: ReadonlyMap<string, Tree>): string;
}

export function pen(): fc.Arbitrary<Pen> {
  return fc
    .record({
      coins: fc.array(fc.boolean(), { minLength: 1, maxLength: 60 }),
      indent: fc.integer({ min: 1, max: 5 }),
      newline: fc.constantFrom('\n', '\n', '\r\n', '\n\n', ' # a: "comment\n'),
    })
    .map(penOf);
}

interface Choices {
  /** Answers in turn wherever there are two ways to write. */
  readonly coins: readonly boolean[];
  readonly indent: number;
  readonly newline: string;
}

function penOf({ coins, indent, newline }: Choices): Pen {
  let tosses = 0;
  const coin = (): boolean => coins[(tosses += 1) % coins.length] ?? false;
  let anchors = new Map<string, ReadonlyMap<string, Tree>>();
  return {
    layer: (settings) => {
      const written = coin() ? settings : new Map([...settings, ['x-note', ['*', '&a']] as const]);
      if (coin() || coin()) return written;
      const name = `a${anchors.size}`;
      const [first] = written;
      anchors.set(name, first === undefined ? written : new Map([...written, [first[0], decoy]]));
      return new Map<string, Tree>([
        ['<<', { alias: name }],
        ...(first === undefined ? [] : [first]),
      ]);
    },
    document: (top) => {
      const first = [...anchors].map(([name, map]) => `x-${name}: &${name} ${flow(map, coin)}`);
      const lines = block(coin() ? top : new Map([...top].toReversed()), { indent, coin });
      [tosses, anchors] = [0, new Map()];
      return ['---', ...first, ...lines, ''].slice(coin() ? 0 : 1).join(newline);
    },
  };
}

/** Whatever stands beside a merge wins over it. */
const decoy = ['overridden'];

interface Hand {
  readonly indent: number;
  readonly coin: () => boolean;
}

function block(map: ReadonlyMap<string, Tree>, hand: Hand): readonly string[] {
  const pad = ' '.repeat(hand.indent);
  return [...map].flatMap(([key, value]) => {
    const name = keyText(key, hand.coin);
    if (isMap(value) && value.size > 0 && hand.coin())
      return [`${name}:`, ...block(value, hand).map((line) => pad + line)];
    if (Array.isArray(value) && value.length > 0 && hand.coin())
      return [`${name}:`, ...value.map((item) => `${pad}- ${scalar(item, hand.coin)}`)];
    return [`${name}: ${flow(value, hand.coin)}`];
  });
}

function flow(value: Tree, coin: () => boolean): string {
  if (isMap(value)) {
    const pairs = [...value].map(([key, inner]) => `${keyText(key, coin)}: ${flow(inner, coin)}`);
    return coin() ? `{${pairs.join(', ')}}` : `{ ${pairs.map((pair) => `${pair} , `).join('')}}`;
  }
  if (isList(value)) return `[${value.map((item) => scalar(item, coin)).join(', ')}]`;
  // The blank ends the alias's name, which may hold a comma.
  return isAlias(value) ? `*${value.alias} ` : scalar(value, coin);
}

function keyText(key: string, coin: () => boolean): string {
  return key === '<<' ? key : scalar(key, coin);
}

function scalar(value: Scalar, coin: () => boolean): string {
  const json = JSON.stringify(value);
  if (typeof value !== 'string' || coin()) return json;
  if (plain.test(value) && !/^(true|false|null)$/i.test(value)) return value;
  return printable.test(value) ? `'${value.replaceAll("'", "''")}'` : json;
}

/** Nothing that YAML takes for a number, or for a mark. */
const plain = /^([A-Za-z_/][A-Za-z0-9_./-]*|\d+\.\d+\.\d+\.\d+(\/\d+)?)$/;
const printable = /^[ -~]*$/;

function isMap(value: Tree): value is ReadonlyMap<string, Tree> {
  return value instanceof Map;
}

function isList(value: Tree): value is readonly string[] {
  return Array.isArray(value);
}

function isAlias(value: Tree): value is Alias {
  return typeof value === 'object' && 'alias' in value;
}
