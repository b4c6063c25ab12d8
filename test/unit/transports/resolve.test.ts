import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { resolver } from '../../../src/transports/resolve.ts';
import { spec } from '../../support/builders.ts';

const folder = mkdtempSync(join(tmpdir(), 'mcreconcile-resolve-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => void vi.unstubAllEnvs());

/** How the host `a` is reached, asked twice, with this OpenSSH configuration. */
async function resolved(lines: string) {
  const sshConfig = join(folder, 'config');
  writeFileSync(sshConfig, lines);
  const remarks: string[] = [];
  const remark = (_: string, why: string) => void remarks.push(why);
  const base = { user: 'me', home: folder, identityFiles: [], knownHosts: [], overrides: {} };
  const resolve = resolver({ ...base, sshConfig, remark });
  const ask = () => resolve(spec(1, { address: 'a', ssh: {} }), AbortSignal.timeout(20_000));
  await ask();
  return { answer: await ask(), remarks };
}

test('jump hosts that lead in a circle are an error', async () => {
  const { answer } = await resolved('Host a\n ProxyJump b\nHost b\n ProxyJump a\n');
  expect(answer).toMatchObject({ ok: false, error: { kind: 'jump-unusable' } });
});

test('without an ssh program the inventory counts alone, and that is said', async () => {
  vi.stubEnv('PATH', folder);
  const { answer, remarks } = await resolved('Host a\n HostName b\n');
  expect(answer).toMatchObject({ ok: true, value: { host: 'a', via: null } });
  expect(remarks).toEqual([expect.stringContaining('there is no ssh program')]);
});

test('ssh is asked once a node', async () => {
  const asked = join(folder, 'asked');
  writeFileSync(join(folder, 'ssh'), `#!/bin/sh\necho "$*" >>${asked}\n`, { mode: 0o755 });
  vi.stubEnv('PATH', `${folder}:${process.env['PATH']}`);
  await resolved('');
  expect(readFileSync(asked, 'utf8').split('\n')).toHaveLength(2);
});
