import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sample } from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readMembers } from '../support/ansible/members.ts';
import { type Files, inventories } from '../support/ansible/inventories.ts';

const reader = new URL('../support/ansible/read.py', import.meta.url).pathname;
const missing = spawnSync('/usr/bin/python3', ['-c', 'import ansible']).status !== 0;

interface Host {
  readonly name: string;
  readonly groups: readonly string[];
  readonly vars: Readonly<Record<string, unknown>>;
}

describe.skipIf(missing)('200 inventories mean what they mean to Ansible', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ansible-'));
  const cases = sample(inventories(), 200).map(({ name, files }, at) => ({
    path: write(join(folder, String(at)), files, name),
    files,
  }));
  let theirs: readonly (readonly Host[])[];

  beforeAll(() => {
    // One process for all: Ansible takes longer to start than to read.
    const input = cases.map(({ path }) => path).join('\n');
    const { stdout, stderr } = spawnSync('/usr/bin/python3', [reader], {
      input,
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    if (stdout === '') throw new Error(stderr);
    theirs = JSON.parse(stdout);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('hosts, groups and variables', async () => {
    expect(theirs).toHaveLength(cases.length);
    for (const [at, { path, files }] of cases.entries()) {
      // With the files, so that a difference shows what it comes from.
      expect({ files, hosts: await readMembers(path) }).toEqual({ files, hosts: theirs[at] });
    }
  });
});

function write(folder: string, files: Files, name: string): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return join(folder, name);
}
