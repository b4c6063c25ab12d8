import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Outcome, Session } from '../../src/engine/ports.ts';
import { factsQuestion } from '../../src/remote/facts/question.ts';
import { pathsQuestion } from '../../src/remote/paths/question.ts';
import type { Change, Value } from '../../src/model/change.ts';
import type { NodeFacts } from '../../src/model/facts.ts';
import type { NodeSpec } from '../../src/model/inventory.ts';
import { err, ok } from '../../src/model/result.ts';
import { writeScript } from '../../src/remote/write/compile.ts';
import { armQuestion, disarmQuestion, extendQuestion } from '../../src/remote/timer/question.ts';
import { put } from '../support/put.ts';

/** A node as the contract sees it: a session to it, and its database by another way. */
export interface Subject {
  readonly spec: NodeSpec;
  readonly session: Session;
  readonly externalIds: () => Promise<Readonly<Record<string, string>>>;
  /** Tells a model that an address is held by nobody; on real nodes it is so. */
  readonly nobodyHas: (address: string) => void;
  /** Waits until the node's timer, of a second, has put things back. */
  readonly lapse: () => Promise<void>;
  readonly dispose: () => Promise<void>;
}

/** What every node does, modelled or real; it keeps the model honest. */
export function nodeContract(name: string, start: () => Promise<Subject>): void {
  describe(name, () => {
    let subject: Subject;
    beforeAll(async () => {
      subject = await start();
    });
    afterAll(() => subject.dispose());
    beforeEach(async () => {
      for (const key of ['k', 'k2', 'k3']) {
        const { [key]: value } = await subject.externalIds();
        if (value !== undefined) await write([change(key, value, null)]);
      }
    });

    const run = async (script: string): Promise<Outcome> => {
      const outcome = await subject.session.run(script, AbortSignal.timeout(20_000));
      if (!outcome.ok) throw new Error(outcome.error.kind);
      return outcome.value;
    };
    const facts = async (): Promise<NodeFacts> => {
      const read = await put(factsQuestion(subject.spec), run);
      if (!read.ok) throw new Error(JSON.stringify(read.error));
      return read.value;
    };
    const write = async (changes: readonly Change[]): Promise<number | null> =>
      (await run(writeScript((await facts()).ovs, { changes, holds: [], tunnels: [] }))).exit;

    test('facts tell host, management address, NICs and keys', async () => {
      const read = await facts();
      expect(read.hostname).toBe(subject.spec.name);
      expect(read.systemId).toBe(subject.spec.name);
      expect(read.managementIp?.text).toBe(subject.spec.address);
      expect(read.nics.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['lo', 'eth0', 'eth1']),
      );
      expect(read.nics.find(({ name }) => name === 'eth1')).toMatchObject({ up: true, mtu: 1500 });
      expect(read.ovs.columns.external_ids).toEqual(await subject.externalIds());
      expect(read.ovs.version).toMatch(/^\d+\.\d+/);
    });

    test('paths: what is reached, what is not, and by which NIC', async () => {
      const eth1 = (await facts()).nics.find(({ name }) => name === 'eth1');
      const source = eth1?.addresses[0]?.address;
      if (source === undefined) throw new Error('eth1 has no address');
      const nobody = source.text.replace(/\d+$/, '250');
      subject.nobodyHas(nobody);
      const targets = [source.text, nobody].map((address) => ({ node: address, address }));
      const probe = { node: subject.spec.name, source, payload: 1472, targets };
      const answers = await put(pathsQuestion(probe), run);
      expect(answers).toMatchObject({
        ok: true,
        value: [
          { from: subject.spec.name, to: source.text, payload: 1472, received: 3, small: null },
          { to: nobody, sent: 3, received: 0, small: false, device: 'eth1' },
        ],
      });
    });

    const undo = { column: 'external_ids', key: 'k', ours: ['new'], back: 'old' } as const;
    const arm = async (id: string, seconds: number) => {
      const timer = { run: id, owner: `ada's host, pid 1`, seconds, undo: [undo] };
      return put(armQuestion((await facts()).ovs, timer), run);
    };
    const extend = (id: string) => put(extendQuestion({ run: id, seconds: 90 }), run);
    const disarm = (id: string) => put(disarmQuestion({ run: id }), run);

    test('a timer holds the node until its run disarms it', async () => {
      const [done, gone] = [ok(null), (run: string) => err({ kind: 'timer-gone', run })];
      expect(await arm('r1', 30)).toEqual(ok({ tookOver: null }));
      const owner = `ada's host, pid 1`;
      const secondsLeft = expect.closeTo(28, -1);
      expect((await facts()).timers).toEqual([{ run: 'r1', owner, alive: true, secondsLeft }]);
      expect(await arm('r2', 30)).toMatchObject(err({ kind: 'node-locked', run: 'r1', owner }));
      expect(await arm('r1', 60)).toEqual(ok({ tookOver: null }));
      expect(await extend('r2')).toEqual(gone('r2'));
      expect(await extend('r1')).toEqual(done);
      expect((await facts()).timers).toMatchObject([{ secondsLeft: expect.closeTo(88, -1) }]);
      expect(await disarm('r2')).toEqual(gone('r2'));
      expect(await disarm('r1')).toEqual(done);
      expect(await disarm('r1')).toEqual(gone('r1'));
      expect(await extend('r1')).toEqual(gone('r1'));
      expect((await facts()).timers).toEqual([]);
    });

    test.each([
      ['new', 'old'],
      ['theirs', 'theirs'],
    ])('a timer that nobody disarms makes of %s %s', async (value, back) => {
      await write([change('k', null, value)]);
      expect(await arm('r1', 1)).toEqual(ok({ tookOver: null }));
      await subject.lapse();
      expect(await subject.externalIds()).toMatchObject({ k: back });
      expect((await facts()).timers).toEqual([]);
      expect(await disarm('r1')).toEqual(err({ kind: 'timer-gone', run: 'r1' }));
    });

    test.each([
      'plain',
      '198.19.0.11,198.19.0.12',
      '2001:db8::11',
      '[2001:db8::11]',
      'a b',
      `it's "quoted"`,
      'back\\slash',
      '$HOME `id` $(id)',
      '{"a":["b"]}',
      'true',
      'ümlaut',
    ])('a value survives the way to the database: %s', async (value) => {
      expect(await write([change('k', null, value)])).toBe(0);
      expect(await subject.externalIds()).toMatchObject({ k: value });
      expect(await write([change('k', value, 'other')])).toBe(0);
      expect(await subject.externalIds()).toMatchObject({ k: 'other' });
    });

    test('any text survives the way to the database and back', async () => {
      const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 });
      const value = text.filter((each) => !each.includes('\0'));
      let before: Value = null;
      const property = fc.asyncProperty(value, async (after) => {
        if (after === before) return;
        expect(await write([change('k', before, after)])).toBe(0);
        before = after;
        expect((await facts()).ovs.columns.external_ids['k']).toBe(after);
      });
      await fc.assert(property, { numRuns: 40, endOnFailure: true });
    });

    test('several keys change in one transaction: set, add, remove', async () => {
      await write([change('k', null, 'a'), change('k2', null, 'b')]);
      const changes = [change('k', 'a', 'x,y'), change('k2', 'b', null), change('k3', null, '::1')];
      expect(await write(changes)).toBe(0);
      const { k, k2, k3 } = await subject.externalIds();
      expect([k, k2, k3]).toEqual(['x,y', undefined, '::1']);
    });

    test.each([
      ['a changed value', 'seen', change('k', 'expected', 'new')],
      ['a key that is there although it should not', 'seen', change('k', null, 'new')],
      ['a key that is gone', null, change('k', 'expected', 'new')],
      ['a removal whose value changed', 'seen', change('k', 'expected', null)],
    ])('%s loses the guard, and nothing is written', async (_name, seen, lost) => {
      if (seen !== null) await write([change('k', null, seen)]);
      const before = await subject.externalIds();
      expect(await write([lost, change('k2', null, 'b')])).toBe(142);
      expect(await subject.externalIds()).toEqual(before);
    });

    // The last one: a real session is over with that.
    test('who gives up while a script runs hears of that, not of its end', async () => {
      const reason = { kind: 'interrupted', signal: 'SIGINT' } as const;
      const controller = new AbortController();
      const script = writeScript((await facts()).ovs, { changes: [], holds: [], tunnels: [] });
      const running = subject.session.run(script, controller.signal);
      controller.abort(reason);
      expect(await running).toEqual(err(reason));
    });
  });
}

function change(key: string, before: Value, after: Value): Change {
  return { table: 'Open_vSwitch', column: 'external_ids', key, before, after };
}
