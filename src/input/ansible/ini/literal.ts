/** What Python reads where a value is a literal; undefined where it is none: then it is plain text. */
export function literalOf(text: string): { readonly value: unknown } | undefined {
  const reader: Reader = { text, at: 0, room: deepest };
  const value = tuple(reader, '');
  if (value === nothing || blank(reader) < text.length) return undefined;
  return { value };
}

interface Reader {
  readonly text: string;
  at: number;
  /** How many more brackets may open in each other. */
  room: number;
}

const deepest = 64;

const nothing = Symbol('no literal');

type Read = (reader: Reader) => unknown;

/** Values up to a closing bracket: one alone is itself, and with a comma it is a list. */
function tuple(reader: Reader, close: string): unknown {
  const { items, commas } = series(reader, single, close);
  if (items === null || (items.length === 0 && close === '')) return nothing;
  return items.length === 1 && commas === 0 ? items[0] : items;
}

function single(reader: Reader): unknown {
  blank(reader);
  const sign = eat(reader, /[-+]/y)?.[0];
  if (sign !== undefined) blank(reader);
  const number = numberAt(reader);
  if (number !== nothing || sign !== undefined)
    return number === nothing || sign !== '-' ? number : -Number(number);
  return (brackets[reader.text.charAt(reader.at)] ?? word)(reader);
}

const brackets: Readonly<Record<string, Read | undefined>> = {
  '[': (reader) => inside(reader, (inner) => series(inner, single, ']').items ?? nothing, /\]/y),
  '(': (reader) => inside(reader, (inner) => tuple(inner, ')'), /\)/y),
  '{': (reader) => inside(reader, map, /\}/y),
};

function inside(reader: Reader, read: Read, close: RegExp): unknown {
  if (reader.room === 0) return nothing;
  reader.at += 1;
  reader.room -= 1;
  const value = read(reader);
  reader.room += 1;
  blank(reader);
  return value !== nothing && eat(reader, close) ? value : nothing;
}

/** A map; a set is as good as a list here. */
function map(reader: Reader): unknown {
  const start = reader.at;
  const { items } = series(reader, pair, '}');
  if (items !== null) return Object.fromEntries(items.filter(Array.isArray));
  reader.at = start;
  return series(reader, single, '}').items ?? nothing;
}

function pair(reader: Reader): unknown {
  const key = single(reader);
  blank(reader);
  if (key === nothing || !eat(reader, /:/y)) return nothing;
  const value = single(reader);
  return value === nothing ? nothing : [String(key), value];
}

function series(reader: Reader, read: Read, close: string) {
  const items: unknown[] = [];
  let commas = 0;
  for (;;) {
    const end = blank(reader);
    const atEnd = close === '' ? end >= reader.text.length : reader.text.charAt(end) === close;
    if (atEnd) return { items, commas };
    if (items.length > commas) return { items: null, commas };
    const item = read(reader);
    if (item === nothing) return { items: null, commas };
    items.push(item);
    blank(reader);
    if (eat(reader, /,/y)) commas += 1;
  }
}

function numberAt(reader: Reader): unknown {
  const found = eat(reader, numeral);
  if (found === null) return nothing;
  const [source = ''] = found;
  const digits = source.replaceAll('_', '');
  // 022 was octal once, and is an error now.
  return /^0+[1-9]\d*$/.test(digits) ? nothing : Number(digits);
}

const numeral =
  /(?:0[xX](?:_?[\da-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:\d(?:_?\d)*)?\.\d(?:_?\d)*(?:[eE][-+]?\d+)?|\d(?:_?\d)*\.?(?:[eE][-+]?\d+)?)(?![\w.])/y;

function word(reader: Reader): unknown {
  const name = eat(reader, /(?:True|False|None)(?!\w)/y)?.[0];
  if (name !== undefined) return name === 'None' ? null : name === 'True';
  const parts: string[] = [];
  for (let part = stringAt(reader); part !== null; part = stringAt(reader)) {
    parts.push(part);
    blank(reader);
  }
  return parts.length === 0 ? nothing : parts.join('');
}

function stringAt(reader: Reader): string | null {
  const found = eat(
    reader,
    /([bBuU]?[rR]?|[rR][bB])(?:"""([^]*?)"""|'''([^]*?)'''|"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)')/y,
  );
  if (found === null) return null;
  const [, prefix = '', ...bodies] = found;
  const body = bodies.find((each) => each !== undefined) ?? '';
  return /r/i.test(prefix) ? body : unescaped(body);
}

function unescaped(body: string): string {
  return body.replaceAll(
    /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{1,3})|([^]))/g,
    (whole, ...groups: (string | undefined)[]) => {
      const [two, four, eight, octal, one = ''] = groups;
      const hex = two ?? four ?? eight;
      if (hex !== undefined) return character(Number.parseInt(hex, 16));
      if (octal !== undefined) return character(Number.parseInt(octal, 8));
      return escapes[one] ?? whole;
    },
  );
}

function character(code: number): string {
  return String.fromCodePoint(Math.min(code, 0x10ffff));
}

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\u0007',
  b: '\b',
  f: '\f',
  v: '\v',
};

/** Skips blanks and a comment; tells where it stands then. */
function blank(reader: Reader): number {
  eat(reader, /\s*(?:#.*$)?/y);
  return reader.at;
}

function eat(reader: Reader, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text);
  if (found !== null) reader.at = pattern.lastIndex;
  return found;
}
