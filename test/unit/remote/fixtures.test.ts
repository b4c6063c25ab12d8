import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { factsQuestion } from '../../../src/remote/facts/question.ts';
import { answered } from '../../../src/remote/question.ts';
import { spec } from '../../support/builders.ts';

const folder = new URL('../../fixtures/facts/', import.meta.url);
const cases = readdirSync(folder);

function read(name: string, file: string): string {
  return readFileSync(new URL(`${name}/${file}`, folder), 'utf8');
}

function output(name: string) {
  return { exit: 0, stdout: read(name, 'stdout.txt'), stderr: read(name, 'stderr.txt') };
}

// Captured from nodes of the lab; UPDATE_GOLDEN=1 rewrites what is expected of them.
describe('what a real node printed', () => {
  test.each(cases)('%s', (name) => {
    const facts = answered(factsQuestion(spec(1)), 'b0undary', output(name));
    const text = `${JSON.stringify(facts, null, 2)}\n`;
    if (process.env['UPDATE_GOLDEN'] === '1') {
      writeFileSync(new URL(`${name}/expected.json`, folder), text);
    }
    expect(text).toBe(read(name, 'expected.json'));
  });
});

describe('what a broken or hostile node prints', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('{', '"', 'null', '[[', '1e999', '\n'),
  );
  const mutation = fc.record({
    name: fc.constantFrom(...cases),
    at: fc.nat(),
    length: fc.nat(400),
    piece,
  });

  test('never makes the parser throw', () => {
    fc.assert(
      fc.property(mutation, ({ name, at, length, piece: inserted }) => {
        const { stdout, stderr } = output(name);
        const from = at % stdout.length;
        const mutated = stdout.slice(0, from) + inserted + stdout.slice(from + length);
        const facts = answered(factsQuestion(spec(1)), 'b0undary', {
          exit: 0,
          stdout: mutated,
          stderr,
        });
        expect(typeof facts.ok).toBe('boolean');
      }),
      { numRuns: 700 },
    );
  });

  test('keys with names of the language are keys like any other', () => {
    const { stdout, stderr } = output('plain');
    const mutated = stdout.replace(
      '["hostname"',
      '["__proto__","x"],["constructor","y"],["hostname"',
    );
    const facts = answered(factsQuestion(spec(1)), 'b0undary', {
      exit: 0,
      stdout: mutated,
      stderr,
    });
    const keys = facts.ok ? Object.entries(facts.value.ovs.columns.external_ids) : [];
    expect(keys).toEqual(
      expect.arrayContaining([
        ['__proto__', 'x'],
        ['constructor', 'y'],
      ]),
    );
  });
});
