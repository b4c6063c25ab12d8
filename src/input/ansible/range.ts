import { err, ok, type Result } from '../../model/result.ts';
import type { Advice } from '../invalid.ts';
import { show } from '../show.ts';

/** What stands between the brackets of `micro[01:12]`, `[0:30:5]`, `[a:f]`; null: too much for the room. */
export function sequenceOf(range: string, room: number): Result<readonly string[], Advice | null> {
  const parts = range.split(':');
  const [begin = '', end = '', step = '1'] = parts;
  const kind = /^\d{0,15}$/.test(begin) && /^\d{1,15}$/.test(end) ? numbers : characters;
  const [from, to] = [kind.read(begin), kind.read(end)];
  const bounds = { parts: parts.length, begin, end, step, from, to };
  const mistake = mistakes.find(([isMade]) => isMade(bounds));
  if (mistake !== undefined) return err(wrong(range, mistake[1]));
  const numbersOf = counted(bounds, room);
  return numbersOf === null ? err(null) : ok(numbersOf.map((at) => kind.write(at, begin)));
}

interface Bounds {
  readonly parts: number;
  readonly begin: string;
  readonly end: string;
  readonly step: string;
  readonly from: number;
  readonly to: number;
}

const mistakes: readonly (readonly [(bounds: Bounds) => boolean, string])[] = [
  [({ parts }) => parts < 2 || parts > 3, 'does not have the form begin:end or begin:end:step'],
  [({ end }) => end === '', 'has no end'],
  [({ step }) => !/^0*[1-9]\d{0,8}$/.test(step), 'has a step that is no number'],
  [
    ({ from, to }) => Math.min(from, to) < 0,
    'goes neither from number to number nor from letter to letter',
  ],
  [({ from, to }) => from > to, 'ends before it begins'],
  [
    ({ begin, end }) => isPadded(begin) && begin.length !== end.length,
    'has numbers of different length',
  ],
];

interface Kind {
  readonly read: (text: string) => number;
  readonly write: (at: number, begin: string) => string;
}

const numbers: Kind = {
  read: Number,
  write: (at, begin) => String(at).padStart(isPadded(begin) ? begin.length : 0, '0'),
};

const characters: Kind = {
  read: (text) => (text.length === 1 ? letters.indexOf(text) : -1),
  write: (at) => letters.charAt(at),
};

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** A zero in front says how long all of them are. */
function isPadded(begin: string): boolean {
  return /^0\d/.test(begin);
}

function counted({ from, to, step }: Bounds, room: number): readonly number[] | null {
  const by = Number(step);
  const length = Math.floor((to - from) / by) + 1;
  return length > room ? null : Array.from({ length }, (_, at) => from + at * by);
}

function wrong(range: string, what: string): Advice {
  return {
    cause: `the range ${show(`[${range}]`)} ${what}`,
    instead: 'write one such as `[01:12]`, `[0:30:5]` or `[a:f]`',
  };
}
