import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectorFor } from '../../../src/transports/index.ts';
import { sshBench } from '../support/ssh-bench.ts';
import { freePort, publicKey, until } from '../support/sshd.ts';
import { after, problemIn, valueOf } from '../support/transport-contract.ts';

const { serve, known, node, settings, keys } = sshBench('auto');
const dir = mkdtempSync(join(tmpdir(), 'mcreconcile-krb5-'));
const inDir = (name: string) => join(dir, name);
const environment = {
  KRB5_CONFIG: inDir('krb5.conf'),
  KRB5_KDC_PROFILE: inDir('kdc.conf'),
  KRB5_KTNAME: inDir('keytab'),
  KRB5CCNAME: `FILE:${inDir('tickets')}`,
};
let end = (): void => {};

beforeAll(async () => {
  Object.assign(process.env, environment);
  await startKdc();
});

afterAll(() => {
  end();
  for (const name of Object.keys(environment)) Reflect.deleteProperty(process.env, name);
  rmSync(dir, { recursive: true });
});

/** Debian's KDC, with one person and one host. */
async function startKdc(): Promise<void> {
  const port = await freePort();
  const realm = `kdc = 127.0.0.1:${port}\n auth_to_local = RULE:[1:root]\n`;
  const libdefaults = 'default_realm = LAB.TEST\ndns_lookup_kdc = false\nrdns = false\n';
  const head = `[libdefaults]\n${libdefaults}dns_canonicalize_hostname = false\n`;
  writeFileSync(inDir('krb5.conf'), `${head}[realms]\nLAB.TEST = {\n ${realm}}\n`);
  const database = `database_name = ${inDir('db')}\n key_stash_file = ${inDir('stash')}\n`;
  const ports = `kdc_ports = ${port}\nkdc_tcp_ports = ${port}\n`;
  writeFileSync(
    inDir('kdc.conf'),
    `[kdcdefaults]\n${ports}[realms]\nLAB.TEST = {\n ${database}}\n`,
  );
  const run = (program: string, ...args: readonly string[]) =>
    execFileSync(program, args, { stdio: 'pipe', input: 'secret\n' });
  run('/usr/sbin/kdb5_util', 'create', '-s', '-P', 'master', '-r', 'LAB.TEST');
  for (const order of [
    'addprinc -pw secret ada',
    'addprinc -randkey host/localhost',
    `ktadd -k ${inDir('keytab')} host/localhost`,
  ])
    run('/usr/sbin/kadmin.local', '-q', order);
  const kdc = spawn('setpriv', ['--pdeathsig', 'KILL', '--', '/usr/sbin/krb5kdc', '-n'], {
    stdio: 'ignore',
  });
  end = () => void kdc.kill('SIGKILL');
  const takes = (): boolean => {
    try {
      return run('kinit', 'ada').length >= 0;
    } catch {
      return false;
    }
  };
  await until(takes, () => 'the KDC gives no ticket');
}

test('a Kerberos ticket is enough, through the ssh program', async () => {
  const lines = ['GSSAPIAuthentication yes', 'GSSAPIStrictAcceptorCheck no'];
  const server = await serve([...lines, 'AuthorizedKeysFile none']);
  const file = inDir('ssh_config');
  const hosts = known(server.port, `[localhost]:${server.port} ${publicKey(keys.ed25519)}`);
  writeFileSync(file, `GSSAPIAuthentication yes\nUserKnownHostsFile ${hosts}\n`);
  const remarks: string[] = [];
  const remark = (_: string, why: string) => void remarks.push(why);
  const changes = { ...settings({}, server.port), sshConfig: file, identityFiles: [], remark };
  const reach = () => {
    const target = node({}, server.port, 'localhost');
    return connectorFor(changes).connect(target, after(20_000));
  };
  const session = valueOf(await reach());
  expect(valueOf(await session.run('id -un', after(10_000))).stdout).toBe('root\n');
  session.close();
  expect(remarks).toEqual(['openssh: a Kerberos ticket']);
  // Without a ticket nothing is tried by the ssh program.
  execFileSync('kdestroy');
  expect(problemIn(await reach()).kind).toBe('no-key');
});
