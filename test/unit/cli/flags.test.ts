import { Command } from 'commander';
import { expect, expectTypeOf, test, vi } from 'vitest';
import { command } from '../../../src/cli/command.ts';
import type { Context } from '../../../src/cli/context.ts';
import { flag, off, required, valued, type Values } from '../../../src/cli/flags.ts';
import { count, names, oneOf, seconds, text, texts } from '../../../src/cli/parsers.ts';
import { contextOf } from './support.ts';

const flags = [
  valued('-f, --forks <n>', '', count, 64),
  valued('--known-hosts <file>', '', text),
  valued('--underlay <what>', '', texts),
  off('--no-underlay', '', undefined),
  off('--no-color', '', true),
  flag('-b, --allow-partial', ''),
  valued('-o, --output <format>', '', oneOf('human', 'json'), 'human'),
];

type Options = Values<typeof flags>;

test('the type of a value is what its parser makes of it, by the name that commander gives it', () => {
  expectTypeOf<Options>().branded.toEqualTypeOf<{
    readonly forks: number;
    readonly knownHosts?: string | undefined;
    readonly underlay?: readonly string[] | false | undefined;
    readonly color: boolean;
    readonly allowPartial?: true | undefined;
    readonly output: 'human' | 'json';
  }>();
  const typed = ['-f', '3', '--known-hosts', 'k', '--underlay', 'eth1', '--underlay', 'eth2'];
  const { forks, knownHosts, underlay, color, allowPartial, output } = parse(typed);
  expect({ forks, knownHosts, underlay, color, allowPartial, output }).toEqual({
    forks: 3,
    knownHosts: 'k',
    underlay: ['eth1', 'eth2'],
    color: true,
    allowPartial: undefined,
    output: 'human',
  });
  expect(parse(['--underlay', 'eth1', '--no-underlay', '--no-color', '-b'])).toMatchObject({
    underlay: false,
    color: false,
    allowPartial: true,
  });
  expect(parse(['--no-underlay', '--underlay', 'eth1'])).toMatchObject({ underlay: ['eth1'] });
});

test.each([
  [{ MCRECONCILE_KNOWN_HOSTS: 'k' }, [], { knownHosts: 'k' }, false],
  [{ MCRECONCILE_ALLOW_PARTIAL: '1' }, [], {}, true],
  [{ MCRECONCILE_ALLOW_PARTIAL: '0' }, [], { forks: 64 }, false],
  [{ MCRECONCILE_FORKS: '2' }, ['-f', '3'], { forks: 3 }, false],
])('in the environment %j', (env, typed, options, isPartial) => {
  // What has a value, commander takes from the process itself.
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const parsed = parse(typed, env);
  vi.unstubAllEnvs();
  expect(parsed).toMatchObject(options);
  expect(parsed.allowPartial ?? false).toBe(isPartial);
});

test.each([
  ['--forks', count, ['0', '-1', '1.5', 'x'], '1'],
  ['--deadline', seconds, ['0', '0.0', '-1', '86400.5', '1e3', ''], '0.5'],
])('%s takes no other number', (_name, parser, wrong, right) => {
  for (const each of wrong) expect(() => parser(each)).toThrow('Write');
  expect(parser(right)).toBe(Number(right));
});

test('lists add up, by commas or by repeating', () => {
  expect(names('c', names('a,b'))).toEqual(['a', 'b', 'c']);
});

test('what is required is asked for', () => {
  const option = required('--format <format>', '', oneOf('preseed')).option({});
  expect([option.mandatory, option.attributeName()]).toEqual([true, 'format']);
});

/** What a command gets of these words. */
function parse(typed: readonly string[], env: Context['env'] = {}): Options {
  const got: Options[] = [];
  const run = async (_argument: string, options: Options) => got.push(options);
  const program = new Command();
  command({ name: 'x', summary: '', flags, run })(program, contextOf({ env }), () => undefined);
  program.parse(['x', ...typed], { from: 'user' });
  const [options] = got;
  if (options === undefined) throw new Error('the command was not run');
  return options;
}
