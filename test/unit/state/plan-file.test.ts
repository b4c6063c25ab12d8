import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SavedPlan } from '../../../src/model/saved-plan.ts';
import { canonicalJson } from '../../../src/state/json.ts';
import { isPlanFile, loadPlan, savePlan } from '../../../src/state/plan-file.ts';
import { spec, underlayPlay } from '../../support/builders.ts';
import { temporaryFolder, valueOf } from '../../support/state.ts';

const key = { table: 'Open_vSwitch', column: 'external_ids', key: 'ovn-encap-ip' } as const;
const change = { ...key, before: null, after: '198.19.0.11' };
const content: SavedPlan = {
  run: '20261122T081500Z-7f3a',
  at: '2026-11-22T08:15:00.000Z',
  inventory: { file: 'inventory.yaml', nodes: [spec(1, { vars: { zone: 'Zürich', '10': 'x' } })] },
  play: underlayPlay(),
  selected: ['micro01'],
  allow: ['mixed'],
  plan: {
    format: 'mcreconcile.plan/1',
    nodes: [{ name: 'micro01', changes: [change], problems: [] }],
    problems: [],
    strategy: null,
    stages: [
      {
        name: 'write',
        layer: 0,
        prime: [],
        southbound: null,
        writes: [{ node: 'micro01', changes: [change], holds: [], tunnels: [] }],
      },
    ],
  },
};

async function savedPlan(): Promise<string> {
  const file = join(await temporaryFolder(), 'a.plan');
  valueOf(await savePlan(file, content, '1.2.3'));
  return file;
}

describe('a saved plan', () => {
  test('is loaded as it was saved', async () => {
    const file = await savedPlan();
    expect(await loadPlan(file, '1.2.3')).toEqual({ ok: true, value: content });
    expect(await isPlanFile(file)).toBe(true);
  });

  test('is for its owner only, and leaves nothing else behind', async () => {
    const file = await savedPlan();
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(file, '..'))).toEqual(['a.plan']);
  });

  test('may be laid out anew, but not changed', async () => {
    const file = await savedPlan();
    const text = await readFile(file, 'utf8');
    await writeFile(file, JSON.stringify(JSON.parse(text)));
    expect(await loadPlan(file, '1.2.3')).toEqual({ ok: true, value: content });
    await writeFile(file, text.replaceAll('198.19.0.11', '198.19.0.12'));
    const reason = 'it is not what was saved: its hash differs';
    expect(await loadPlan(file, '1.2.3')).toEqual({
      ok: false,
      error: { kind: 'plan-file', file, reason },
    });
  });

  test('with any byte changed is refused, or means the same', async () => {
    const file = await savedPlan();
    const bytes = await readFile(file);
    const flip = fc.record({ at: fc.nat(bytes.length - 1), by: fc.integer({ min: 1, max: 255 }) });
    await fc.assert(
      fc.asyncProperty(flip, async ({ at, by }) => {
        const flipped = Buffer.from(bytes);
        flipped[at] = (bytes[at] ?? 0) ^ by;
        await writeFile(file, flipped);
        const loaded = await loadPlan(file, '1.2.3');
        expect(loaded.ok ? loaded.value : content).toEqual(content);
        expect(loaded.ok ? 'plan-file' : loaded.error.kind).toBe('plan-file');
      }),
      { numRuns: 350 },
    );
  });

  test('cut short anywhere is refused', async () => {
    const file = await savedPlan();
    const text = (await readFile(file, 'utf8')).trimEnd();
    for (let length = 0; length < text.length; length += 53) {
      await writeFile(file, text.slice(0, length));
      expect(await loadPlan(file, '1.2.3')).toMatchObject({ error: { kind: 'plan-file' } });
    }
  });

  test.each([
    ['of another version', /"1\.2\.3"/, '"1.2.4"', 'mcreconcile 1.2.4 saved it, this is 1.2.3'],
    ['of another format', /plan\/1/, 'plan/2', 'its format is mcreconcile.plan/2'],
    ['with another key', /"version"/, '"x": 1, "version"', 'additional properties'],
    ['without content', /"content": \{[^]*$/, '"content": {} }', "required property 'run'"],
    ['that is no object', /^[^]*$/, '[1]', 'must be object'],
  ])('%s is refused', async (_name, from, to, says) => {
    const file = await savedPlan();
    await writeFile(file, (await readFile(file, 'utf8')).replace(from, to));
    const reason: unknown = expect.stringContaining(says);
    expect(await loadPlan(file, '1.2.3')).toEqual({
      ok: false,
      error: { kind: 'plan-file', file, reason },
    });
  });

  test('that is not there cannot be read', async () => {
    const loaded = await loadPlan(join(await temporaryFolder(), 'x'), '1.2.3');
    expect(loaded).toMatchObject({ error: { kind: 'file-unreadable' } });
  });
});

describe('saving', () => {
  test('replaces an older plan, and what mktemp made', async () => {
    const file = await savedPlan();
    valueOf(await savePlan(file, { ...content, run: 'later' }, '1.2.3'));
    expect(valueOf(await loadPlan(file, '1.2.3')).run).toBe('later');
    await writeFile(file, '');
    valueOf(await savePlan(file, content, '1.2.3'));
  });

  test('never replaces anything else', async () => {
    const file = join(await temporaryFolder(), 'inventory.yaml');
    await writeFile(file, 'nodes: {}\n');
    const reason = 'something else is there, and would be lost';
    const error = { kind: 'plan-unsaved', file, reason };
    expect(await savePlan(file, content, '1.2.3')).toEqual({ ok: false, error });
    expect(await readFile(file, 'utf8')).toBe('nodes: {}\n');
    expect(await savePlan('/dev/null', content, '1.2.3')).toMatchObject({ ok: false });
  });

  test('into a folder that is not there, or that is one itself, is an outcome', async () => {
    const folder = await temporaryFolder();
    const missing = await savePlan(join(folder, 'no', 'x.plan'), content, '1.2.3');
    expect(missing).toMatchObject({ error: { kind: 'plan-unsaved' } });
    await mkdir(join(folder, 'x.plan'));
    const taken = await savePlan(join(folder, 'x.plan'), content, '1.2.3');
    expect(taken).toMatchObject({ error: { kind: 'plan-unsaved' } });
    expect(await readdir(folder)).toEqual(['x.plan']);
  });
});

test.each([
  ['an inventory', 'nodes: {}\n', false],
  ['an inventory in JSON', '{ "nodes": {} }', false],
  ['a report', '{ "format": "mcreconcile.report/1" }', false],
  ['a plan of tomorrow', '{\n  "format": "mcreconcile.plan/2"', true],
  ['nothing', '', false],
])('%s is a plan file: %s', async (_name, text, is) => {
  const file = join(await temporaryFolder(), 'file');
  await writeFile(file, text);
  expect(await isPlanFile(file)).toBe(is);
  await symlink('/dev/zero', `${file}-device`);
  expect(await isPlanFile(`${file}-device`)).toBe(false);
});

test('canonical JSON is the same for equal values, and loses nothing', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value);
      expect(canonicalJson(JSON.parse(text))).toBe(text);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
  expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: null })).toBe('{"a":null,"b":[{"c":2,"d":1}]}');
});
