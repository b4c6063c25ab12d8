import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'mcreconcile-package-'));
afterAll(() => rmSync(folder, { recursive: true }));

// What `npm install --global` makes of it: the files of the package, and a link to its program.
beforeAll(() => {
  const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
  const [packed] = JSON.parse(execFileSync('npm', pack, { cwd: root, encoding: 'utf8' }));
  execFileSync('tar', ['-xzf', join(folder, packed.filename), '-C', folder]);
  symlinkSync(join(folder, 'package/dist/main.js'), join(folder, 'mcreconcile'));
});

function run(...args: readonly string[]): string {
  const program = [join(folder, 'mcreconcile'), ...args];
  return execFileSync(process.execPath, program, { cwd: '/', encoding: 'utf8' });
}

test('the package holds what was built, playbooks, inventories, and no source', () => {
  const files = readdirSync(join(folder, 'package'));
  expect(files).toEqual(expect.arrayContaining(['dist', 'inventory', 'playbooks', 'README.md']));
  expect(files).not.toContain('src');
});

test.each(readdirSync(join(root, 'playbooks')).map((name) => name.replace('.yaml', '')))(
  'the playbook %s is found by its name, from anywhere',
  (name) => {
    const inventory = join(folder, 'package/inventory/microcloud.yaml');
    const said = run('validate', inventory, '--playbook', name, '-e', 'ovn_remote=tcp:x:6642');
    expect(said).toContain('is valid: 3');
  },
);

test('a folder of the same name is no playbook', () => {
  const own = mkdtempSync(join(tmpdir(), 'mcreconcile-own-'));
  cpSync(join(root, 'inventory/microcloud.yaml'), join(own, 'i.yaml'));
  writeFileSync(join(own, 'audit.yaml'), 'not a playbook');
  const program = [join(folder, 'mcreconcile'), 'validate', 'i.yaml', '--playbook', 'audit'];
  const said = execFileSync(process.execPath, program, { cwd: own, encoding: 'utf8' });
  rmSync(own, { recursive: true });
  expect(said).toContain('is valid');
});
