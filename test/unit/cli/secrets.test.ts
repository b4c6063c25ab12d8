import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Context } from '../../../src/cli/context.ts';
import { secretsOf } from '../../../src/cli/secrets.ts';

const folder = mkdtempSync(join(tmpdir(), 'mcreconcile-secrets-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A file of its own with this text and mode. */
function file(text: string, mode: number): string {
  const path = join(folder, `secret-${Math.random().toString(36).slice(2)}`);
  writeFileSync(path, text, { mode });
  return path;
}

/** Somebody at a terminal, who types this; null: Ctrl-C. */
function somebody(typed: string | null, asked: string[] = []): Context['dialogue'] {
  const nobody = () => Promise.reject(new Error('asked for something else'));
  const secret = async (question: string) => {
    asked.push(question);
    return typed;
  };
  return { secret, questions: nobody, discover: nobody };
}

const refused = (reason: string) => ({
  becomePassword: { ok: false, error: { kind: 'become-password', reason } },
});

test('nothing is asked for where nothing is wanted', async () => {
  expect(await secretsOf({}, somebody('never'))).toEqual({});
});

test('the password of sudo: typed, of a file, of a program', async () => {
  const given = { becomePassword: { ok: true, value: 'a b' } };
  expect(await secretsOf({ askBecomePass: true }, somebody('a b'))).toEqual(given);
  const held = file('a b\nmore\n', 0o600);
  expect(await secretsOf({ becomePasswordFile: held }, null)).toEqual(given);
  const program = file('#!/bin/sh\necho "a b"\n', 0o700);
  expect(await secretsOf({ becomePasswordFile: program }, null)).toEqual(given);
});

test('there is none, and why', async () => {
  const asking = { askBecomePass: true } as const;
  expect(await secretsOf(asking, null)).toEqual(refused('there is no terminal to ask at'));
  expect(await secretsOf(asking, somebody(null))).toEqual(refused('it was not typed'));
  const open = file('a\n', 0o640);
  const everybody = refused(`others can read ${open}: chmod 600 it`);
  expect(await secretsOf({ becomePasswordFile: open }, null)).toEqual(everybody);
  const empty = file('', 0o600);
  expect(await secretsOf({ becomePasswordFile: empty }, null)).toEqual(
    refused(`${empty} says nothing`),
  );
  const lost = await secretsOf({ becomePasswordFile: join(folder, 'none') }, null);
  expect(lost.becomePassword).toMatchObject({ ok: false });
});

test('the passphrase of a key that an option names is asked for once, where the key has one', async () => {
  const key = (name: string, passphrase: string): string => {
    const path = join(folder, name);
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-f', path]);
    return path;
  };
  const asked: string[] = [];
  const [open, locked] = [key('open', ''), key('locked', 'secret')];
  expect(await secretsOf({ privateKey: open }, somebody('x', asked))).toEqual({});
  expect(await secretsOf({ privateKey: locked }, somebody('x', asked))).toEqual({
    passphrase: 'x',
  });
  expect(asked).toEqual([`Passphrase for ${locked}:`]);
  expect(await secretsOf({ privateKey: locked }, null)).toEqual({});
});
