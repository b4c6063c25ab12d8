import { randomBytes } from 'node:crypto';
import { describe, expect, test, type TestContext } from 'vitest';
import { realClock } from '../../src/cli/world.ts';
import { readFacts } from '../../src/engine/read/observe.ts';
import type { Session, World } from '../../src/engine/ports.ts';
import { write } from '../../src/engine/write/write.ts';
import type { Problem } from '../../src/problems/problem.ts';
import type { Result } from '../../src/model/result.ts';
import { describeLab } from '../support/lab.ts';
import { rowWith, type Ovsdb, type Row } from './support/ovsdb.ts';
import { changesOf, track } from './support/race.ts';

const bystander = { bystander: 'kept' };
const before: Row = {
  external_ids: { ...bystander, a: 'old', b: 'old' },
  other_config: { ...bystander, a: 'old' },
};
const after: Row = {
  external_ids: { ...bystander, a: 'new', c: '2001:db8::1,2001:db8::2' },
  other_config: { ...bystander, a: 'new' },
};
const stolen = rowWith(before, 'external_ids', 'b', 'INTRUDER');
const won: Result<null, Problem> = { ok: true, value: null };
const lost: Result<null, Problem> = {
  ok: false,
  error: { kind: 'changed-meanwhile', key: 'b', seen: 'old', now: 'INTRUDER' },
};
const steal = ({ db }: Moment) => db.put('external_ids', 'b', 'INTRUDER');

describeLab('what the engine says of a write is what the database holds', () => {
  describe.concurrent('in time', () => {
    test('nobody in between', async (context) => {
      expect(await written(context, () => undefined)).toEqual({ verdict: won, row: after });
    });

    test('another key in between', async (context) => {
      const { verdict, row } = await written(context, ({ db, commit }) =>
        commit === 1 ? db.put('other_config', 'other', '1') : undefined,
      );
      expect(verdict).toEqual(won);
      expect(row).toEqual(rowWith(after, 'other_config', 'other', '1'));
    });

    test('one of the keys in between', async (context) => {
      expect(await written(context, steal)).toEqual({ verdict: lost, row: stolen });
    });
  });

  // Our command is dead of its alarm, and its transaction still on the way.
  describe.concurrent('late', () => {
    test.for([
      ['before it is looked for', 1],
      ['between the two looks', 2],
    ] as const)('it arrives %s', async ([, scripts], context) => {
      const finish = await written(context, (moment) => moment.ended(scripts));
      expect(finish).toEqual({ verdict: won, row: after });
    });

    test.for([
      ['before it is looked for', 1],
      ['between the two looks', 2],
    ] as const)('it arrives %s, after an intruder', async ([, scripts], context) => {
      const finish = await written(context, async (moment) => {
        await moment.ended(scripts);
        await steal(moment);
      });
      expect(finish).toEqual({ verdict: lost, row: stolen });
    });

    test('the server stops at the commit and goes on', async (context) => {
      const finish = await written(context, (moment) => {
        moment.db.pause();
        void moment.ended(1).then(() => moment.db.resume());
      });
      // A server reads on what a dead client has sent: the write lands.
      expect(finish).toEqual({ verdict: won, row: after });
    });

    test('the server stops at the commit and stays mute', async (context) => {
      const { verdict, row } = await written(context, ({ db }) => db.pause());
      expect(verdict).toMatchObject({ ok: false, error: { kind: 'outcome-unknown' } });
      expect([before, after]).toContainEqual(row);
    });
  });
});

/** A commit of ours that is about to reach the database. */
interface Moment {
  readonly db: Ovsdb;
  readonly commit: number;
  /** Resolves when as many scripts as this have ended: first the write, then each look. */
  ended(scripts: number): Promise<void>;
}

/** Has the engine write, and tells its verdict and what the database holds when all is over. */
async function written(
  context: TestContext,
  intrusion: (moment: Moment) => Promise<void> | void,
): Promise<{ verdict: Result<null, Problem>; row: Row }> {
  const end = counter();
  const { db, spec, session } = await track(context, before, (db, commit) =>
    intrusion({ db, commit, ended: end.reached }),
  );
  const facts = await readFacts(spec, session, world, never);
  if (!facts.ok) throw new Error(JSON.stringify(facts.error));
  const target = { spec, session: counted(session, end.step), facts: facts.value };
  const what = { changes: changesOf(before, after), holds: [], tunnels: [] };
  const verdict = await write(target, what, world, never);
  db.resume();
  return { verdict, row: await db.row() };
}

const never = new AbortController().signal;

const world: World = {
  connector: { connect: () => Promise.reject(new Error('the session is open already')) },
  clock: realClock,
  journal: () => Promise.reject(new Error('nothing is recorded')),
  nonce: () => randomBytes(16).toString('hex'),
  emit: () => undefined,
  signal: never,
};

function counted(session: Session, step: () => void): Session {
  return {
    run: (...script) => session.run(...script).finally(step),
    hold: (...script) => session.hold(...script),
    close: () => session.close(),
  };
}

/** Counts, and tells those who wait for a number. */
function counter() {
  const waiting = new Map<number, () => void>();
  let count = 0;
  return {
    step: () => waiting.get((count += 1))?.(),
    reached: (number: number) => new Promise<void>((resolve) => waiting.set(number, resolve)),
  };
}
