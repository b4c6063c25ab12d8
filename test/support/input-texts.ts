import fc from 'fast-check';
import { hostileText } from './hostile-texts.ts';

/** The text after a few slips of the hand and of the tools. */
export function bent(texts: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const slips = fc.array(slip(), { minLength: 1, maxLength: 5 });
  return fc
    .tuple(texts, slips)
    .map(([text, slips]) => slips.reduce((now, apply) => apply(now), text));
}

/** Text that was made to break whoever reads it. */
export function hostileInput(): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 3, arbitrary: yamlish() },
    { weight: 3, arbitrary: inventoryish() },
    { weight: 1, arbitrary: deep() },
    { weight: 1, arbitrary: bomb() },
    { weight: 1, arbitrary: hostileText() },
  );
}

type Slip = (text: string) => string;

function slip(): fc.Arbitrary<Slip> {
  const where = fc.double({ min: 0, max: 1, noNaN: true });
  const lines = fc.tuple(fc.constantFrom(...lineSlips), where, where);
  const splice = fc.tuple(where, fc.nat(6), fc.oneof(fc.constantFrom(...marks), hostileText()));
  return fc.oneof(
    lines.map(([change, from, to]) => onLines(change, from, to)),
    splice.map(([at, size, insert]) => spliced(at, size, insert)),
  );
}

type LineSlip = (lines: string[], from: number, to: number) => string[];

const lineSlips: readonly LineSlip[] = [
  (lines, from) => lines.toSpliced(from, 1),
  (lines, from, to) => lines.toSpliced(to, 0, lines[from] ?? ''),
  (lines, from, to) => lines.with(from, lines[to] ?? '').with(to, lines[from] ?? ''),
  (lines, from) => lines.with(from, ` ${lines[from]}`),
  (lines, from) => lines.with(from, (lines[from] ?? '').replace(/^ /, '')),
  (lines, from) => lines.with(from, `\t${lines[from]}`),
  (lines, from) => lines.toSpliced(from, 0, '---'),
  (lines, from) => lines.slice(0, from + 1),
];

function onLines(change: LineSlip, from: number, to: number): Slip {
  return (text) => {
    const lines = text.split('\n');
    const last = lines.length - 1;
    return change(lines, Math.floor(from * last), Math.floor(to * last)).join('\n');
  };
}

function spliced(at: number, size: number, insert: string): Slip {
  return (text) => {
    const from = Math.floor(at * text.length);
    return text.slice(0, from) + insert + text.slice(from + size);
  };
}

const marks = [
  ...': |:|\n|\n  |\n    |- |{ | }|[|]|, |&a |*a|!!binary |!t |\t|# |? |---\n|...\n|%YAML 1.1\n'.split(
    '|',
  ),
  '<<: *a0',
  '<<: [*a0, *a0]',
  '? [a]\n: b',
  '&a0',
  '| \n',
  '>-\n',
  '|9\n',
  '"',
  "'",
  '\\',
  '\0',
  '\ud800',
  '\ufeff',
  '\u2028',
  '\u0085',
  '\u00a0',
  '0x1F',
  '0o7',
  '.inf',
  '1e999',
  '-0',
  '!!js/function "x"',
  '~',
  'null',
  'yes',
  '2001:db8::1',
  '1:30:00',
  '2026-01-01',
  '=',
  '`',
  '@',
];

const words =
  'nodes groups defaults underlay ssh ip subnet interface vars connection address system_id ovs x-a micro01 198.19.0.1/16 10.1 false null 1 __proto__ constructor hasOwnProperty prototype name tasks hosts all underlay_address ovs_external_ids'.split(
    ' ',
  );

function yamlish(): fc.Arbitrary<string> {
  const part = fc.oneof(fc.constantFrom(...words), fc.constantFrom(...marks), hostileText());
  return fc.array(part, { maxLength: 60 }).map((parts) => parts.join(''));
}

/** JSON is YAML: shapes that parse and get as far as the schema and the rules. */
function inventoryish(): fc.Arbitrary<string> {
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      fc.oneof(fc.constantFrom<unknown>(...words, false, true, null, 10.1, 1e300), hostileText()),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.oneof(fc.constantFrom(...words), hostileText()), tie('value'), {
        maxKeys: 5,
      }),
    ),
  }));
  return fc
    .record({ nodes: value, groups: value, defaults: value }, { requiredKeys: [] })
    .map((inventory) => JSON.stringify(inventory));
}

function deep(): fc.Arbitrary<string> {
  const unit = fc.constantFrom(
    '[',
    '{a: ',
    '- ',
    '? ',
    '{? ',
    '[{',
    '&a [',
    '!t {',
    '"',
    "'",
    '|\n ',
  );
  const times = fc.oneof(fc.nat(200), fc.constantFrom(5_000, 20_000));
  const indented = fc
    .integer({ min: 1, max: 200 })
    .map((depth) => Array.from({ length: depth }, (_, at) => `${' '.repeat(at)}a:`).join('\n'));
  const nested = fc
    .tuple(fc.constantFrom('', 'nodes: ', 'x-a: &a '), unit, times)
    .map(([head, open, times]) => head + open.repeat(times));
  return fc.oneof(nested, indented);
}

/** Each line names the one before it many times, by alias or by merge. */
function bomb(): fc.Arbitrary<string> {
  return fc
    .record({
      levels: fc.integer({ min: 1, max: 30 }),
      width: fc.integer({ min: 1, max: 12 }),
      merge: fc.boolean(),
      use: fc.constantFrom(
        'nodes: *l',
        'nodes: { n: *l }',
        'groups: { g: { nodes: *l } }',
        'a: 1\n<<: *l',
      ),
    })
    .map(({ levels, width, merge, use }) => {
      const line = (at: number): string => {
        const names = Array.from({ length: width }, () => `*l${at - 1}`).join(', ');
        const keys = Array.from({ length: width }, (_, key) => `k${at}_${key}: *l${at - 1} `);
        return `x-${at}: &l${at} ${merge ? `{ <<: [${names}], ${keys.join(', ')} }` : `[${names}]`}`;
      };
      const lines = Array.from({ length: levels }, (_, at) => line(at + 1));
      return ['x-0: &l0 { a: {} }', ...lines, `${use}${levels}`].join('\n');
    });
}
