import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Outcome, Session } from '../../../src/engine/ports.ts';
import type { Problem } from '../../../src/problems/problem.ts';
import type { Result } from '../../../src/model/result.ts';

export interface Wanted {
  readonly become?: boolean;
  readonly outputLimit?: number;
  /** What the node's sudo does. */
  readonly sudo?: 'works' | 'wants a password' | 'forbids' | 'is missing';
}

export const late: Problem = { kind: 'timed-out', phase: 'test', seconds: 1, reached: true };

/** A signal that aborts with `late`. */
export function after(ms: number): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(late), ms).unref();
  return controller.signal;
}

/** The value, or a failed test that shows the problem. */
export function valueOf<T>(result: Result<T, Problem>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

export function problemIn(result: Result<unknown, Problem>): Problem {
  if (result.ok) throw new Error(`no problem: ${JSON.stringify(result.value)}`);
  return result.error;
}

type MakeSession = (wanted: Wanted) => Promise<Session>;

/** What every transport promises of a session. */
export function transportContract(name: string, makeSession: MakeSession): void {
  sessionContract(name, makeSession);
  becomeContract(name, makeSession);
}

/** Whoever it is that scripts run as. */
export function sessionContract(name: string, makeSession: MakeSession): void {
  const once = onceBy(makeSession);
  const filler = (bytes: number) => `# ${'x'.repeat(62)}\n`.repeat(bytes / 65);

  describe(`${name} keeps the contract of a session`, () => {
    it('tells exit, stdout and stderr apart', async () => {
      expect(valueOf(await once('echo out; echo err >&2; exit 3'))).toEqual({
        exit: 3,
        signal: null,
        stdout: 'out\n',
        stderr: 'err\n',
      });
    });

    it.each(['TERM', 'KILL', 'ALRM'])('tells the signal %s', async (signal) => {
      const { exit, signal: seen } = valueOf(await once(`kill -${signal} $$`));
      expect({ exit, seen }).toEqual({ exit: null, seen: signal });
    });

    it('takes a script of 5 MB', async () => {
      expect(valueOf(await once(`${filler(5_000_000)}echo end`)).stdout).toBe('end\n');
    });

    it('survives a script that ends before its last line', async () => {
      expect(valueOf(await once(`exit 7\n${filler(5_000_000)}`)).exit).toBe(7);
    });

    it('tears no character at a chunk border and keeps both streams whole', async () => {
      // Seven bytes a piece: no buffer size is a multiple of that.
      const script = `awk 'BEGIN { for (i = 0; i < 200000; i++) printf "€𝄞" }'; echo '€' >&2`;
      const { stdout, stderr } = valueOf(await once(script));
      expect(stdout === '€𝄞'.repeat(200_000)).toBe(true);
      expect(stderr).toBe('€\n');
    });

    it('gives the script no terminal', async () => {
      const { stdout } = valueOf(await once('test -t 1 || test -t 2 || echo none'));
      expect(stdout).toBe('none\n');
    });

    it('takes exactly as much output as is allowed', async () => {
      const wanted = { outputLimit: 1_000 };
      expect(valueOf(await once('printf %01000d 0', wanted)).stdout).toHaveLength(1_000);
      expect(problemIn(await once('printf %01001d 0', wanted))).toEqual({
        kind: 'output-too-large',
        limit: 1_000,
      });
    });

    it('stops output without end, on either stream', async () => {
      const problem = { kind: 'output-too-large', limit: 100_000 };
      const wanted = { outputLimit: 100_000 };
      expect(problemIn(await once('yes', wanted))).toEqual(problem);
      expect(problemIn(await once('yes >&2', wanted))).toEqual(problem);
    });

    it('answers with the problem of the signal, and the session is over then', async () => {
      const session = await makeSession({});
      const start = Date.now();
      expect(problemIn(await session.run('echo a; sleep 30', after(300)))).toEqual(late);
      expect(Date.now() - start).toBeLessThan(2_000);
      expect(problemIn(await session.run('echo a', after(5_000))).kind).toBe('connection-lost');
      session.close();
    });

    it('runs nothing under a signal that has aborted already', async () => {
      expect(problemIn(await once('echo a', {}, AbortSignal.abort(late)))).toEqual(late);
    });

    it('runs scripts one after another, and does not mind the signals of earlier ones', async () => {
      const session = await makeSession({});
      const first = new AbortController();
      expect(valueOf(await session.run('echo 1', first.signal)).stdout).toBe('1\n');
      first.abort(late);
      expect(valueOf(await session.run('echo 2', after(5_000))).stdout).toBe('2\n');
      session.close();
    });

    it('runs scripts side by side', async () => {
      const session = await makeSession({});
      const runs = [1, 2, 3, 4].map((n) => session.run(`sleep 0.1; echo ${n}`, after(5_000)));
      const printed = (await Promise.all(runs)).map((result) => valueOf(result).stdout);
      expect(printed).toEqual(['1\n', '2\n', '3\n', '4\n']);
      session.close();
    });

    it('may be closed twice, also while a script runs', async () => {
      const session = await makeSession({});
      const running = session.run('sleep 30', after(20_000));
      setTimeout(() => session.close(), 200);
      expect(problemIn(await running).kind).toBe('connection-lost');
      session.close();
      expect(problemIn(await session.run('echo', after(5_000))).kind).toBe('connection-lost');
    });

    it('holds a script on the node until it is told to go', async () => {
      const session = await makeSession({});
      const script = `${filler(65_000)}echo out; echo err >&2; exit 3`;
      const held = valueOf(await session.hold(script, after(20_000)));
      expect(held.roundTripMs).toBeGreaterThan(0);
      expect(held.roundTripMs).toBeLessThan(5_000);
      expect(valueOf(await held.go())).toEqual({
        exit: 3,
        signal: null,
        stdout: 'out\n',
        stderr: 'err\n',
      });
      session.close();
    });

    it('lets no held script run that is dropped, or whose session is closed', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'held-'));
      const session = await makeSession({});
      const hold = async (name: string) =>
        valueOf(await session.hold(`touch ${folder}/${name}`, after(20_000)));
      const [dropped, closed, gone] = [await hold('a'), await hold('b'), await hold('c')];
      dropped.drop();
      expect(valueOf(await gone.go())).toMatchObject({ exit: 0 });
      dropped.drop();
      session.close();
      expect(problemIn(await closed.go()).kind).toBe('connection-lost');
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(readdirSync(folder)).toEqual(['c']);
      rmSync(folder, { recursive: true });
    });

    it('answers with the problem of the signal where a held script waits too long', async () => {
      const session = await makeSession({});
      const patience = new AbortController();
      const held = valueOf(await session.hold('echo a', patience.signal));
      patience.abort(late);
      expect(problemIn(await held.go())).toEqual(late);
      session.close();
    });

    it('says so where a shell ends before it waits', async () => {
      const session = await makeSession({});
      expect(problemIn(await session.hold(')', after(20_000))).kind).toBe('unparseable');
      session.close();
    });
  });
}

/** On a node whose sudo does what is wanted. */
function becomeContract(name: string, makeSession: MakeSession): void {
  const once = onceBy(makeSession);

  describe(`${name} becomes root`, () => {
    it('holds scripts of root, and tells where sudo refuses', async () => {
      const session = await makeSession({ become: true, sudo: 'works' });
      const held = valueOf(await session.hold('echo "$BECAME"', after(10_000)));
      expect(valueOf(await held.go()).stdout).toBe('yes\n');
      session.close();
      const refused = await makeSession({ become: true, sudo: 'wants a password' });
      expect(problemIn(await refused.hold('echo a', after(10_000))).kind).toBe('become-failed');
      refused.close();
    });

    it('becomes root by way of sudo', async () => {
      const script = 'echo "$BECAME"; exit 1';
      const { stdout, exit } = valueOf(await once(script, { become: true, sudo: 'works' }));
      expect({ stdout, exit }).toEqual({ stdout: 'yes\n', exit: 1 });
    });

    it.each([
      ['wants a password', 'sudo: a password is required'],
      ['forbids', "Sorry, user ada is not allowed to execute '/bin/sh -s' as root on node."],
      ['is missing', 'sudo is not installed'],
    ] as const)('says so when sudo %s', async (sudo, reason) => {
      const problem = problemIn(await once('echo a', { become: true, sudo }));
      expect(problem).toEqual({ kind: 'become-failed', method: 'sudo', reason });
    });
  });
}

/** Runs one script in a session of its own. */
function onceBy(makeSession: MakeSession) {
  return async (
    script: string,
    wanted: Wanted = {},
    signal = after(20_000),
  ): Promise<Result<Outcome, Problem>> => {
    const session = await makeSession(wanted);
    const result = await session.run(script, signal);
    session.close();
    return result;
  };
}
