import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadInventory, loadPlaybook } from '../../../src/input/load.ts';

const folder = mkdtempSync(join(tmpdir(), 'input-'));

function write(name: string, content: string | Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

test('relative paths start at the inventory, ~/ at home', async () => {
  const file = write(
    'paths.yaml',
    'nodes: { a: { ssh: { identity_file: k/id, known_hosts: ~/kh } } }',
  );
  const loaded = await loadInventory(file, { home: '/home/me' });
  const ssh = loaded.ok ? loaded.value.nodes[0]?.ssh : loaded.error;
  expect(ssh).toEqual({ identity_file: join(folder, 'k/id'), known_hosts: '/home/me/kh' });
});

test.each([
  ['a file that is not there', join(folder, 'none.yaml'), 'there is no such file'],
  ['a directory', folder, 'it is a directory'],
  ['a device without end', '/dev/zero', 'it is larger than 4 MiB'],
  ['a large file', write('large.yaml', '#'.repeat(4 * 2 ** 20 + 1)), 'it is larger than 4 MiB'],
])('%s', async (_name, file, reason) => {
  const error = [{ kind: 'file-unreadable', file, reason }];
  expect(await loadInventory(file, { home: '/' })).toEqual({ ok: false, error });
});

test('playbooks: a path, a shipped name, and a name that is none', async () => {
  const file = write('own.yaml', '- { name: own, tasks: [{ underlay_address: {} }] }');
  const byPath = await loadPlaybook(file, { shipped: '/nowhere' });
  const byName = await loadPlaybook('own', { shipped: folder });
  expect(byPath.ok && byPath.value.name).toBe('own');
  expect(byName).toEqual(byPath);
  expect(await loadPlaybook('onw', { shipped: folder })).toMatchObject({
    ok: false,
    error: [{ kind: 'file-unreadable', file: 'onw', reason: expect.stringContaining('`own`') }],
  });
});

test('10,000 nodes load', async () => {
  const nodes = Array.from(
    { length: 10_000 },
    (_, at) =>
      `  micro${at}: { address: 10.${at >> 8}.${at & 255}.1, underlay: { ip: 11.${at >> 8}.${at & 255}.1/8 } }`,
  );
  const file = write(
    'many.yaml',
    `defaults: { ssh: { user: root } }\nnodes:\n${nodes.join('\n')}\n`,
  );
  const loaded = await loadInventory(file, { home: '/' });
  expect(loaded.ok && loaded.value.nodes.length).toBe(10_000);
});
