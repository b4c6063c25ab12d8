import { setTimeout as sleep } from 'node:timers/promises';
import { sample, string, uniqueArray } from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Undo } from '../../src/model/undo.ts';
import { kill, pause, restart, resume } from '../lab/daemons.ts';
import { startLab, type Lab } from '../lab/lab.ts';
import { describeLab } from '../support/lab.ts';
import { benchWith, comes, nodePool, undo, type Bench } from './support/timers.ts';

const ok = { ok: true, value: null };
const armed = { ok: true, value: { tookOver: null } };
const gone = (run = 'r1') => ({ ok: false, error: { kind: 'timer-gone', run } });
const fired = { ok: false, error: { kind: 'timer-fired', run: 'r1' } };

let take: ReturnType<typeof nodePool>;

describeLab('a revert timer', { concurrent: true }, () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab({ nodes: 7 });
    take = nodePool(lab);
  });
  afterAll(() => lab.down());

  test('puts back what stood there, not before its time, and leaves nothing', () =>
    take(async (bench) => {
      await bench.put({ k: 'new', bystander: 'kept' });
      const before = Date.now();
      expect(await bench.arm({ seconds: 2 })).toEqual(armed);
      expect(Date.now() - before).toBeLessThan(2_000);
      await isBack(bench);
      expect(Date.now() - before).toBeGreaterThanOrEqual(2_000);
      await comes('the folder goes', async () => !(await bench.folder()));
      expect(await bench.keys()).toMatchObject({ k: 'old', bystander: 'kept' });
      expect(await bench.disarm()).toEqual(gone());
    }));

  test('puts nothing back when it was disarmed', () =>
    take(async (bench) => {
      await bench.put({ k: 'new' });
      expect(await bench.arm({ seconds: 1 })).toEqual(armed);
      expect(await bench.disarm()).toEqual(ok);
      expect(await bench.folder()).toBe(false);
      expect(await processes(bench)).toBe(0);
      await sleep(2_500);
      expect(await bench.keys()).toMatchObject({ k: 'new' });
      expect(await bench.disarm()).toEqual(gone());
      expect(await bench.extend(9)).toEqual(gone());
    }));

  test('waits for as long as it was extended', () =>
    take(async (bench) => {
      await bench.put({ k: 'new' });
      await bench.arm({ seconds: 1 });
      expect(await bench.extend(4)).toEqual(ok);
      await sleep(2_500);
      expect(await bench.keys()).toMatchObject({ k: 'new' });
      expect(await bench.extend(9, 'r2')).toEqual(gone('r2'));
      expect(await bench.disarm('r2')).toEqual(gone('r2'));
      await isBack(bench);
    }));

  test('leaves alone what is not ours, and puts back the rest', () =>
    take(async (bench) => {
      const keys = ['foreign', 'vanished', 'mine', 'mine-too', 'min', 'k'];
      await bench.put({ foreign: 'theirs', mine: 'new', 'mine-too': 'new2', min: 'x', k: 'old' });
      await bench.node.vsctl(
        'set',
        'Open_vSwitch',
        '.',
        'other_config:mine=new',
        'other_config:k=new',
      );
      const undos = keys.map((key) => ({ ...undo, key, ours: ['new', 'new2'] }));
      const config: Undo = { column: 'other_config', key: 'mine', ours: ['new'], back: 'old' };
      await bench.arm({ seconds: 1, undo: [...undos, config] });
      await comes('put back', async () => (await bench.keys())['mine'] === 'old');
      expect(await bench.keys()).toMatchObject({ foreign: 'theirs', 'mine-too': 'old', min: 'x' });
      expect(await bench.keys()).not.toHaveProperty('vanished');
      const left = await bench.node.vsctl('get', 'Open_vSwitch', '.', 'other_config');
      expect(left).toBe('{k=new, mine=old}');
    }));

  test('knows keys that were absent, and keys that the run removed', () =>
    take(async (bench) => {
      await bench.put({ made: 'new', dropped: null, restored: 'theirs', empty: '' });
      const each = [
        { ...undo, key: 'made', ours: ['new'], back: null },
        { ...undo, key: 'dropped', ours: [null, 'new'], back: 'old' },
        { ...undo, key: 'restored', ours: [null], back: 'old' },
        { ...undo, key: 'empty', ours: [null], back: 'old' },
        { ...undo, key: 'to-empty', ours: [null], back: '' },
      ];
      await bench.arm({ seconds: 1, undo: each });
      await comes('put back', async () => (await bench.keys())['dropped'] === 'old');
      const keys = await bench.keys();
      expect(keys).toMatchObject({ restored: 'theirs', empty: '', 'to-empty': '' });
      expect(keys).not.toHaveProperty('made');
    }));

  test('puts back whatever text a key and a value may be', () =>
    take(async (bench) => {
      const texts = [...nasty, ...sample(any, { numRuns: 1, seed: 7 }).flat()];
      const entries = texts.map((text, at) => ({
        ...undo,
        key: `${text}${at}`,
        ours: ['other', `new ${text}`],
        back: `${text}${text}`,
      }));
      await bench.put(Object.fromEntries(entries.map(({ key, ours }) => [key, ours[1] ?? ''])));
      // Each of these begins or ends like one that is ours.
      const alike = Object.fromEntries(entries.map(({ key, ours }) => [`${key}0`, ours[1] ?? '']));
      await bench.put(alike);
      expect(await bench.arm({ seconds: 1, undo: entries, owner: `${nasty.join('')}\n` })).toEqual(
        armed,
      );
      await comes('the folder goes', async () => !(await bench.folder()));
      const back = Object.fromEntries(entries.map(({ key, back }) => [key, back]));
      expect(await bench.keys()).toMatchObject({ ...alike, ...back });
    }));

  describe('of a database that does not answer', () => {
    test('waits for it when it hangs', () =>
      take(async (bench) => {
        await bench.put({ k: 'new' });
        await bench.arm({ seconds: 1 });
        await pause(bench.node, 'ovsdb-server');
        await sleep(2_000);
        expect(await bench.disarm()).toEqual(fired);
        await resume(bench.node, 'ovsdb-server');
        await isBack(bench);
        await comes('the folder goes', async () => !(await bench.folder()));
      }));

    test('waits for it when it is dead', () =>
      take(async (bench) => {
        await bench.put({ k: 'new' });
        await bench.arm({ seconds: 1 });
        await kill(bench.node, 'ovsdb-server');
        await sleep(2_000);
        expect(await bench.extend(60)).toEqual(fired);
        expect(await bench.arm()).toEqual(fired);
        const held = { kind: 'node-locked', run: 'r1', owner: 'ada@host, pid 1', secondsLeft: 0 };
        expect(await bench.arm({ run: 'r2' })).toEqual({ ok: false, error: held });
        await restart(bench.node, 'ovsdb-server');
        await isBack(bench);
      }));
  });

  test('puts back what arrives late, of a run that wrote to a database that hung', () =>
    take(async (bench) => {
      await bench.put({ k: null });
      await bench.arm({ seconds: 1, undo: [{ ...undo, back: null }] });
      await pause(bench.node, 'ovsdb-server');
      await bench.node.run([
        'ovsdb-client',
        '--timeout=1',
        'transact',
        insert({ k: 'new', late: '1' }),
      ]);
      await sleep(1_000);
      await resume(bench.node, 'ovsdb-server');
      await comes('the folder goes', async () => !(await bench.folder()));
      expect(await bench.keys()).toMatchObject({ late: '1' });
      expect(await bench.keys()).not.toHaveProperty('k');
    }));

  test('outlives the connection that armed it, and sshd', () =>
    take(async (bench) => {
      await bench.put({ k: 'new' });
      await bench.arm({ seconds: 2 });
      await kill(bench.node, 'sshd');
      await bench.node.sh('for pid in $(pgrep sshd); do kill -KILL "$pid"; done');
      await expect(bench.extend(60)).rejects.toThrow('connection-lost');
      await isBack(bench);
      await restart(bench.node, 'sshd');
    }));

  test('holds the node against other runs', () =>
    take(async (bench) => {
      expect(await bench.arm({ seconds: 100 })).toEqual(armed);
      expect(await bench.arm({ run: 'r2' })).toMatchObject({
        ok: false,
        error: {
          kind: 'node-locked',
          run: 'r1',
          owner: 'ada@host, pid 1',
          secondsLeft: expect.closeTo(99, -1),
        },
      });
      expect(await bench.disarm()).toEqual(ok);
      expect(await bench.arm({ run: 'r2' })).toEqual(armed);
    }));

  test('is replaced by its own run, whose connection may have been lost', () =>
    take(async (bench) => {
      await bench.put({ k: 'new' });
      expect(await bench.arm({ seconds: 1 })).toEqual(armed);
      expect(await bench.arm({ seconds: 100 })).toEqual(armed);
      expect(await processes(bench)).toBe(1);
      await sleep(2_000);
      expect(await bench.keys()).toMatchObject({ k: 'new' });
      expect(await bench.disarm()).toEqual(ok);
    }));

  test('whose process was killed counts no more', () =>
    take(async (bench) => {
      await bench.arm();
      await bench.node.sh(`kill -KILL $(cut -d' ' -f1 /run/mcreconcile/timer/pid)`);
      expect(await bench.extend(60)).toEqual(gone());
      expect(await bench.arm({ run: 'r2' })).toEqual({ ok: true, value: { tookOver: 'r1' } });
      expect(await bench.disarm('r2')).toEqual(ok);
      // A pid that somebody else has by now.
      await bench.arm();
      await bench.node.sh(`kill -KILL $(cut -d' ' -f1 /run/mcreconcile/timer/pid)`);
      await bench.node.sh('echo "1 1" >/run/mcreconcile/timer/pid');
      expect(await bench.arm({ run: 'r2' })).toEqual({ ok: true, value: { tookOver: 'r1' } });
    }));

  test('ends by itself when its folder is not its own any more', () =>
    take(async (bench) => {
      await bench.arm();
      expect(await processes(bench)).toBe(1);
      await bench.node.sh('rm -r /run/mcreconcile');
      await comes('its end', async () => (await processes(bench)) === 0);
    }));

  test('is armed by one of several runs that try at once', () =>
    take(async (bench) => {
      for (let round = 0; round < 5; round += 1) {
        const runs = ['a', 'b', 'c', 'd'];
        const answers = await Promise.all(runs.map((run) => bench.arm({ run })));
        const [winner, ...others] = runs.filter((_run, at) => answers[at]?.ok);
        expect(others).toEqual([]);
        const locked = { ok: false, error: { kind: 'node-locked', run: winner } };
        expect(answers.filter((each) => !each.ok)).toMatchObject([locked, locked, locked]);
        expect(await bench.disarm(winner)).toEqual(ok);
      }
    }));

  // The process looks once a second; around that moment either may win, but only one.
  describe('at the last moment', () => {
    describe.each([940, 980, 1_010])('after %s ms', (ms) => {
      test('is disarmed, or puts back', () =>
        take(async (bench) => {
          for (let round = 0; round < 4; round += 1) {
            await bench.put({ k: 'new' });
            await bench.arm({ seconds: 1 });
            await sleep(ms + 10 * round);
            const answer = await bench.disarm();
            await comes('the end', async () => !(await bench.folder()));
            expect(await bench.keys()).toMatchObject({ k: answer.ok ? 'new' : 'old' });
            expect(['disarmed', 'timer-fired', 'timer-gone']).toContain(
              answer.ok ? 'disarmed' : answer.error.kind,
            );
          }
        }));
    });

    test('is extended, or puts back', () =>
      take(async (bench) => {
        for (let round = 0; round < 6; round += 1) {
          await bench.put({ k: 'new' });
          await bench.arm({ seconds: 1 });
          await sleep(950 + 15 * round);
          const answer = await bench.extend(60);
          if (!answer.ok) await isBack(bench);
          await sleep(500);
          expect(await bench.keys()).toMatchObject({ k: answer.ok ? 'new' : 'old' });
          expect((await bench.disarm()).ok).toBe(answer.ok);
          await comes('the end', async () => !(await bench.folder()));
        }
      }));
  });

  describe('is not armed', () => {
    test('where somebody has laid something else', () =>
      take(async (bench) => {
        for (const [step, reason] of [
          ['ln -s /tmp /run/mcreconcile', 'is a symbolic link'],
          ['touch /run/mcreconcile', 'File exists'],
          ['mkdir -m 755 /run/mcreconcile', 'others may read or write'],
          [
            'mkdir -m 700 /run/mcreconcile; chown 65534 /run/mcreconcile',
            'belongs to somebody else',
          ],
        ] as const) {
          await bench.node.sh(step);
          const error = { kind: 'timer-not-armed', reason: expect.stringContaining(reason) };
          expect(await bench.arm()).toEqual({ ok: false, error });
          await bench.node.sh('rm -r /run/mcreconcile');
        }
      }));

    test('by somebody who may not write there', () =>
      take(async ({ node }) => {
        const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', 'sh', '-s'];
        await node.sh('chmod 755 /run');
        const bench = benchWith(node, (script) => node.run(nobody, script));
        const error = {
          kind: 'timer-not-armed',
          reason: expect.stringContaining('Permission denied'),
        };
        expect(await bench.arm()).toEqual({ ok: false, error });
        expect(await bench.disarm()).toEqual(gone());
      }));
  });

  describe.each(['dash', 'bash', 'busybox'])('under %s', (shell) => {
    test('works the same, and says so in the log', () =>
      take(async ({ node }) => {
        if ((await node.run(['sh', '-c', `command -v ${shell}`])).exit !== 0) return;
        const bin = `/tmp/${shell}`;
        await node.sh(`mkdir -p ${bin}; ln -sf $(command -v ${shell}) ${bin}/sh`);
        await node.sh(
          `printf '#!/bin/sh\necho "$*" >${bin}/log\n' >${bin}/logger; chmod 755 ${bin}/logger`,
        );
        const path = `PATH=${bin}:/usr/sbin:/usr/bin:/sbin:/bin`;
        const bench = benchWith(node, (script) => node.run(['env', path, 'sh', '-s'], script));
        await bench.put({ k: 'new' });
        expect(await bench.arm()).toEqual(armed);
        expect(await bench.arm({ run: 'r2' })).toMatchObject({ error: { kind: 'node-locked' } });
        expect(await bench.extend(1)).toEqual(ok);
        await comes('the end', async () => !(await bench.folder()));
        expect(await bench.keys()).toMatchObject({ k: 'old' });
        expect(await node.sh(`cat ${bin}/log`)).toMatch(/^-t mcreconcile run r1 was not confirmed/);
        await bench.arm();
        expect(await bench.disarm()).toEqual(ok);
      }));
  });
});

const nasty = [
  `it's`,
  'say "x"',
  'back\\slash\\',
  'a,b=c d',
  '[",","]',
  '],[',
  '$HOME `id` $(id)',
  '*?[a]',
  'ümlaut €𝄞 Ā\u0301',
  '\t\r\n\u0001\u001f\u007f\u0085\u2028',
  '~',
  '-n',
  '!',
  '(',
  'true',
  '/',
  '{}',
  '%s',
];
const any = uniqueArray(
  string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).filter((text) => !text.includes('\0')),
  { minLength: 60, maxLength: 60 },
);

/** A transaction that sets keys, for ovsdb-client(1). */
function insert(values: Readonly<Record<string, string>>): string {
  const mutations = [['external_ids', 'insert', ['map', Object.entries(values)]]];
  const mutate = { op: 'mutate', table: 'Open_vSwitch', where: [], mutations };
  return JSON.stringify(['Open_vSwitch', mutate]);
}

async function isBack(bench: Bench): Promise<void> {
  await comes('put back', async () => (await bench.keys())['k'] === 'old');
}

async function processes({ node }: Bench): Promise<number> {
  const { stdout } = await node.run(['pgrep', '-fc', '^sh /run/mcreconcile/timer/revert$']);
  return Number(stdout);
}
