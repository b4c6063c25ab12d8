import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readInventory } from '../../../src/input/native/inventory.ts';
import { readPlaybook } from '../../../src/input/playbook.ts';
import { recognise } from '../../../src/input/recognise.ts';
import { parseYaml } from '../../../src/input/yaml.ts';
import type { NodeSpec } from '../../../src/model/inventory.ts';
import type { Problem } from '../../../src/problems/problem.ts';
import { bent, hostileInput } from '../../support/input-texts.ts';
import { validInventory } from '../../support/inventory-texts.ts';
import { goodInventory } from './support.ts';

const patient = { timeout: 600_000 };

test('350 valid inventories mean what they say', patient, () => {
  const property = fc.property(validInventory(), ({ text, nodes }) => {
    const found = goodInventory(text).nodes;
    // Names first: `toEqual` of everything would bury them.
    expect(found.map(({ name }) => name)).toEqual(nodes.map(({ name }) => name));
    expect(found.map(withoutPlace)).toEqual(nodes);
    for (const { name, place } of found) expect(textAt(text, place)).toContain(name);
  });
  fc.assert(property, { numRuns: 350 });
});

test('500 slips in good files are told at their place', patient, () => {
  const inventories = validInventory().map(({ text }) => text);
  const texts = bent(fc.oneof(inventories, inventories, fc.constantFrom(playbook)));
  const property = fc.property(texts, (text) => {
    expect(timeToTell(text)).toBeLessThan(mostMs);
  });
  fc.assert(property, { numRuns: 500 });
});

test('350 hostile files are told at their place', patient, () => {
  const property = fc.property(hostileInput(), (text) => {
    expect(timeToTell(text)).toBeLessThan(mostMs);
  });
  fc.assert(property, { numRuns: 350 });
});

test('a key named __proto__ takes nothing from the program itself', () => {
  const text = 'nodes: { __proto__: { hasOwnProperty: 1, valueOf: 1 }, a: {} }';
  expect(timeToTell(text)).toBeLessThan(mostMs);
});

test.each(['- ', '? ', ': ', '[', '{', '{a: ', '<<: ', '!t ', '&a ', '- !t ', '[?', '[,]', '%a\n'])(
  '20,000 times %j before a good file is told in time',
  (mark) => {
    expect(timeToTell(`${mark.repeat(20_000)}\nnodes: { a: {} }\n`)).toBeLessThan(mostMs);
  },
);

test('one mistake that 500 aliases repeat is told in time', () => {
  const keys = Array.from({ length: 500 }, (_, at) => `key${at}: 1`);
  const nodes = Array.from({ length: 500 }, (_, at) => `n${at}: *a `);
  const text = `x-a: &a { ${keys.join(', ')} }\nnodes: { ${nodes.join(', ')} }`;
  expect(timeToTell(text)).toBeLessThan(mostMs);
});

const playbook = `- name: Dedicated underlay
  hosts: all
  tasks:
    - underlay_address: { overlay_mtu: 1442 }
    - ovs_external_ids:
        ovn-encap-type: geneve
        ovn-encap-ip: "{{ underlay_ip }}"
        constructor: 1
`;

function withoutPlace({ place: _place, ...node }: NodeSpec): Omit<NodeSpec, 'place'> {
  return node;
}

function textAt(text: string, { line, column }: NodeSpec['place']): string {
  return (text.split('\n')[line - 1] ?? '').slice(column - 1);
}

const mostMs = 2_000;

/** Milliseconds that reading took; every problem has a place in the file. */
function timeToTell(text: string): number {
  // Not by the clock: other work on this machine is no hang.
  const began = process.cpuUsage();
  const problems = problemsOf(text);
  const { user } = process.cpuUsage(began);
  expect(takenFromPrototype()).toEqual([]);
  const lines = text.split('\n');
  for (const problem of problems.slice(0, 100)) expectPlace(problem, lines);
  return user / 1_000;
}

const shared: unknown = Object.getPrototypeOf({});
const intact = Object.getOwnPropertyDescriptors(shared);

/** What all objects have lost; put back at once, or nothing could even say so. */
function takenFromPrototype(): readonly string[] {
  const now = Object.getOwnPropertyNames(shared);
  Object.defineProperties(shared, intact);
  return Object.getOwnPropertyNames(intact).filter((name) => !now.includes(name));
}

function problemsOf(text: string): readonly Problem[] {
  const document = parseYaml(text, 'f');
  if (!document.ok) return document.error;
  const form = recognise(document.value);
  const inventory = readInventory(document.value, 'f', (path) => path);
  const play = readPlaybook(document.value, 'f');
  return [form, inventory, play].flatMap((result) => (result.ok ? [] : result.error));
}

function expectPlace(problem: Problem, lines: readonly string[]): void {
  if (problem.kind !== 'invalid-input') throw new Error(problem.kind);
  const { line, column } = problem.place;
  expect(line).toBeGreaterThanOrEqual(1);
  expect(line).toBeLessThanOrEqual(lines.length);
  expect(column).toBeGreaterThanOrEqual(1);
  expect(column).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1);
}
