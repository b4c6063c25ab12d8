import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { playbookTasks, tasks } from '../../../src/tasks/index.ts';

const ajv = new Ajv({ allowUnionTypes: true, strictTypes: false });
const schemas = Object.entries(playbookTasks).map(([name, { schema }]) => [name, schema] as const);

test('a playbook can name these tasks, and a journal one more', () => {
  const named = [
    'underlay_address',
    'underlay_path',
    'ovs_external_ids',
    'ovs_other_config',
    'ovn_tunnels',
  ];
  expect(Object.keys(playbookTasks)).toEqual(named);
  expect(Object.keys(tasks)).toEqual([...named, 'undo']);
  expect(tasks['undo']?.schema).toBe(false);
});

const mtu: readonly (readonly [args: unknown, good: boolean])[] = [
  [{}, true],
  [[], false],
  [{ overlay_mtu: 576 }, true],
  [{ overlay_mtu: 65456 }, true],
  [{ overlay_mtu: 575 }, false],
  [{ overlay_mtu: 65457 }, false],
  [{ overlay_mtu: 1442.5 }, false],
  [{ mtu: 1442 }, false],
];

const column: readonly (readonly [args: unknown, good: boolean])[] = [
  [{ 'a-B_9.c': 'x', number: 1, boolean: true, gone: null }, true],
  [{}, false],
  [[], false],
  [{ a: '' }, false],
  [{ a: ['x'] }, false],
  [{ 'a b': 'x' }, false],
  [{ 'b=': 'x' }, false],
  [{ '=b': 'x' }, false],
];

const remote = 'ssl:198.18.0.11:6642';
const good: Readonly<Record<string, typeof mtu>> = {
  underlay_address: mtu,
  underlay_path: mtu,
  ovs_external_ids: [[{ 'ovn-encap-type': 'geneve' }, true], ...column],
  ovs_other_config: [[{ 'ovn-encap-type': 'geneve' }, false], ...column],
  ovn_tunnels: [
    [{}, true],
    [[], false],
    [{ timeout: 1 }, true],
    [{ timeout: 600 }, true],
    [{ timeout: 0 }, false],
    [{ timeout: 601 }, false],
    [{ timeout: 1.5 }, false],
    [{ southbound: remote }, true],
    [{ southbound: `${remote},unix:/run/ovn/ovnsb_db.sock,tcp:[::1]:6642` }, true],
    [{ southbound: `${remote} ` }, false],
    [{ southbound: ` ${remote}` }, false],
    [{ southbound: 1 }, false],
    [{ southbound: `unix:/${'a'.repeat(4090)}` }, true],
    [{ southbound: `unix:/${'a'.repeat(4091)}` }, false],
    [{ northbound: remote }, false],
  ],
};

describe.each(schemas)('the arguments of %s', (name, schema) => {
  test('are those that it can do something with', () => {
    for (const [args, isGood] of good[name] ?? [])
      expect([args, accepts(schema, args)]).toEqual([args, isGood]);
  });

  // An editor shows the texts, and a message about a mistake the titles and examples.
  test('are told of in words', () => {
    const told = texts(schema);
    expect(told.length).toBeGreaterThan(1);
    for (const text of told) expect(text).toMatch(/\w[\w,:]* \w/);
  });

  test('are as their examples', () => {
    for (const { examples, ...rest } of exemplary(schema)) {
      expect(examples).not.toEqual([]);
      for (const each of examples) expect([each, accepts(rest, each)]).toEqual([each, true]);
    }
  });
});

function accepts(schema: unknown, value: unknown): boolean {
  return ajv.validate({ allOf: [schema] }, value);
}

/** What is written for people in a schema and the schemas within. */
function texts(schema: unknown): readonly string[] {
  return entries(schema).flatMap(([key, value]) =>
    typeof value === 'string' && ['title', 'description'].includes(key) ? [value] : texts(value),
  );
}

interface Exemplary {
  readonly examples: readonly unknown[];
}

function exemplary(schema: unknown): readonly Exemplary[] {
  const within = entries(schema).flatMap(([, value]) => exemplary(value));
  return isExemplary(schema) ? [schema, ...within] : within;
}

function isExemplary(schema: unknown): schema is Exemplary {
  return entries(schema).some(([key, value]) => key === 'examples' && Array.isArray(value));
}

function entries(schema: unknown): readonly (readonly [string, unknown])[] {
  return typeof schema === 'object' && schema !== null ? Object.entries(schema) : [];
}
