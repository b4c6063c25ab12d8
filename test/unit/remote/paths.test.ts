import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pathsQuestion } from '../../../src/remote/paths/question.ts';
import { answered } from '../../../src/remote/question.ts';
import type { PathProbe } from '../../../src/model/plan.ts';

const folder = new URL('../../fixtures/paths/', import.meta.url);
const cases = readdirSync(folder);

function read(name: string, file: string): string {
  return readFileSync(new URL(`${name}/${file}`, folder), 'utf8');
}

function probeOf(name: string): PathProbe {
  return JSON.parse(read(name, 'probe.json'));
}

function namesOf(name: string): readonly string[] {
  return probeOf(name).targets.map(({ node }) => node);
}

function output(name: string) {
  return { exit: 0, stdout: read(name, 'stdout.txt'), stderr: read(name, 'stderr.txt') };
}

function parse(name: string, stdout: string) {
  return answered(pathsQuestion(probeOf(name)), 'b0undary', { ...output(name), stdout });
}

// Captured from nodes of the lab that reach one peer, another with small packets only, a third not
// at all, and have no route to a fourth; UPDATE_GOLDEN=1 rewrites what is expected of them.
describe('what a real node printed', () => {
  test.each(cases)('%s', (name) => {
    const paths = answered(pathsQuestion(probeOf(name)), 'b0undary', output(name));
    const text = `${JSON.stringify(paths, null, 2)}\n`;
    if (process.env['UPDATE_GOLDEN'] === '1') {
      writeFileSync(new URL(`${name}/expected.json`, folder), text);
    }
    expect(text).toBe(read(name, 'expected.json'));
  });

  test.each(['fping', 'fping-ipv6'])('%s and ping tell the same', (name) => {
    const told = (which: string) => {
      const paths = parse(which, output(which).stdout);
      return paths.ok && paths.value.map((each) => ({ ...each, sent: 0 }));
    };
    expect(told(name)).toEqual(told(name.replace('fping', 'ping')));
  });
});

describe('what a broken or hostile node prints', () => {
  test.each([
    ['half a line', '198.19.1.12 3 3', '198.19.1.12 3'],
    ['a count that is none', '198.19.1.12 3 3', '198.19.1.12 3 x'],
    ['text before a line', '198.19.1.12 3 3', 'hello\n198.19.1.12 3 3'],
    ['a route that is no JSON', '[{"dst":"198.19.1.12"', '[{dst'],
    ['a device of another type', '"dev":"eth1"', '"dev":7'],
    ['counts of nobody', /^[0-9.]+ 3 \d$/gm, ''],
    ['the end missing', /b0undary done\s*$/, ''],
  ])('%s is unparseable', (_name, from, to) => {
    const { stdout } = output('fping');
    expect(stdout).toMatch(from);
    expect(parse('fping', stdout.replace(from, to))).toMatchObject({
      ok: false,
      error: { kind: 'unparseable' },
    });
  });

  test('never makes the parser throw, and an answer is of a target', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('{', '"', ' 3 3\n', '\n'),
    );
    const mutation = fc.tuple(fc.constantFrom(...cases), fc.nat(), fc.nat(200), piece);
    fc.assert(
      fc.property(mutation, ([name, at, length, inserted]) => {
        const { stdout } = output(name);
        const from = at % stdout.length;
        const paths = parse(name, stdout.slice(0, from) + inserted + stdout.slice(from + length));
        const told = paths.ok ? paths.value.map(({ to }) => to) : namesOf(name);
        expect(told).toEqual(namesOf(name));
      }),
      { numRuns: 700 },
    );
  });
});

test('the script holds nothing of the inventory but addresses', () => {
  const probe = probeOf('fping');
  const { script } = pathsQuestion({ ...probe, node: '$(reboot)' });
  expect(script).not.toContain('reboot');
  expect(script).toContain("targets='198.19.1.12 198.19.1.13 198.19.1.14 203.0.113.1'");
});
