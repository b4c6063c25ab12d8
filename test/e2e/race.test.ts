import { array, assert, integer, jsonValue, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Column, Value } from '../../src/model/change.ts';
import { compileWrite } from '../../src/remote/write/compile.ts';
import { describeLab } from '../support/lab.ts';
import { rowWith, type Row } from './support/ovsdb.ts';
import { race, type Intrusion } from './support/race.ts';
import { messageCutter } from './support/relay.ts';

type Values = Readonly<Record<string, string>>;
type Key = readonly [Column, string];

/** A write, and the key of it that another program changes between our read and our commit. */
interface Scenario {
  readonly name: string;
  readonly before: Row;
  readonly after: Row;
  readonly contested: Key;
  readonly intruder: Value;
}

const bystander = { bystander: 'kept' };
const asIs: Row = { external_ids: bystander, other_config: bystander };

/** Old values, new values, the contested key, and what the intruder makes of it. */
const writes: readonly (readonly [string, Values, Values, string, Value])[] = [
  ['a value', { k: 'old' }, { k: 'new' }, 'k', 'INTRUDER'],
  ['a value that vanishes', { k: 'old' }, { k: 'new' }, 'k', null],
  ['an absent key', {}, { k: 'new' }, 'k', 'INTRUDER'],
  ['a removal', { k: 'old' }, {}, 'k', 'INTRUDER'],
  ['a removal that another anticipates', { k: 'old' }, {}, 'k', null],
  ['three keys, first lost', { a: '1', c: '3' }, { a: 'x', b: 'y' }, 'a', 'INTRUDER'],
  ['three keys, absent one lost', { a: '1', c: '3' }, { a: 'x', b: 'y' }, 'b', 'INTRUDER'],
  ['three keys, last lost', { a: '1', c: '3' }, { a: 'x', b: 'y' }, 'c', 'INTRUDER'],
  ['commas', { k: '10.0.0.1,10.0.0.2' }, { k: '10.0.0.3,10.0.0.4' }, 'k', '10.0.0.1,10.0.0.9'],
  ['IPv6', { k: '2001:db8::1' }, { k: '[2001:db8::2],fd00::2' }, 'k', '2001:db8::1,fd00::1'],
];

const scenarios: readonly Scenario[] = [
  ...writes.flatMap(([name, before, after, key, intruder]) =>
    (['external_ids', 'other_config'] as const).map((column) => ({
      name: `${name} in ${column}`,
      before: { ...asIs, [column]: { ...before, ...bystander } },
      after: { ...asIs, [column]: { ...after, ...bystander } },
      contested: [column, key] as const,
      intruder,
    })),
  ),
  ...(['external_ids', 'other_config'] as const).map((column) => ({
    name: `both columns, ${column} lost`,
    before: { external_ids: { ...bystander, k: 'old' }, other_config: { ...bystander, k: 'old' } },
    // Sets alone: a removal checks its column by itself, whatever was read.
    after: { external_ids: { ...bystander, k: 'new' }, other_config: { ...bystander, k: 'new' } },
    contested: [column, 'k'] as const,
    intruder: 'INTRUDER',
  })),
];

const nothing: Intrusion = () => undefined;

describeLab('a write that races another program', () => {
  describe.concurrent.each(scenarios)('$name', (scenario) => {
    const { contested, intruder, before, after } = scenario;
    const takes: Intrusion = (db) => db.put(...contested, intruder);
    const [column] = contested;

    test('loses whole, and overwrites nothing', async (context) => {
      const { exit, row, commits } = await race(context, scenario, takes);
      expect(row).toEqual(rowWith(before, ...contested, intruder));
      expect(exit).toBe(142);
      expect(commits).toBe(1);
    });

    test('is retried for each change of another key, and wins', async (context) => {
      const changesOther: Intrusion = (db, commit) =>
        commit > 3 ? undefined : db.put(column, 'unrelated', String(commit));
      const { exit, row, commits } = await race(context, scenario, changesOther, patient);
      expect(row).toEqual(rowWith(after, column, 'unrelated', '3'));
      expect(exit).toBe(0);
      expect(commits).toBe(4);
    });

    test('commits alone', async (context) => {
      const { exit, row, commits } = await race(context, scenario, nothing);
      expect({ exit, row, commits }).toEqual({ exit: 0, row: after, commits: 1 });
    });
  });

  test.concurrent.for(scenarios.filter(({ contested: [column] }) => column === 'external_ids'))(
    'loses in a retry, too: $name',
    async ({ before, after, contested, intruder }, context) => {
      const { exit, row, commits } = await race(context, { before, after }, (db, commit) =>
        commit === 1 ? db.put('external_ids', 'unrelated', '1') : db.put(...contested, intruder),
      );
      const alone = rowWith(before, 'external_ids', 'unrelated', '1');
      expect(row).toEqual(rowWith(alone, ...contested, intruder));
      expect(exit).toBe(142);
      expect(commits).toBe(2);
    },
  );

  // The proof of the proof: this relay does catch a form that is no compare-and-set.
  test.concurrent.for(scenarios.filter(({ name }) => /^(a value|commas|IPv6) in/.test(name)))(
    'would overwrite without the leading get: $name',
    async ({ before, after, contested, intruder }, context) => {
      const takes: Intrusion = (db) => db.put(...contested, intruder);
      const { exit, row } = await race(context, { before, after }, takes, withoutGet);
      expect({ exit, row }).toEqual({ exit: 0, row: after });
    },
  );
});

test('the relay sees every message, wherever the stream is cut', () => {
  const objects = array(jsonValue().map((value) => JSON.stringify({ value })));
  assert(
    property(objects, array(integer({ min: 1, max: 9 }), { minLength: 1 }), (messages, sizes) => {
      const cut = messageCutter();
      const pieces = cutUp(Buffer.from(messages.join('')), sizes);
      expect(pieces.flatMap(cut).map(String)).toEqual(messages);
    }),
  );
});

/** How often it tries in its time is up to the machine; here it has time for all. */
const patient: typeof compileWrite = (...write) =>
  compileWrite(...write).map((word) => word.replace(/^--timeout=.*/, '--timeout=25'));

const withoutGet: typeof compileWrite = (...write) => {
  const words = compileWrite(...write);
  return [...words.slice(0, words.indexOf('get')), ...words.slice(words.indexOf('wait-until'))];
};

function cutUp(stream: Buffer, sizes: readonly number[]): readonly Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0; at < stream.length; at += pieces.at(-1)?.length ?? 1)
    pieces.push(stream.subarray(at, at + (sizes[pieces.length % sizes.length] ?? 1)));
  return pieces;
}
