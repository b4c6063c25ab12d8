import { execFileSync } from 'node:child_process';
import { array, assert, constantFrom, oneof, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scriptOf } from '../../../src/remote/question.ts';
import { shellWords } from '../../../src/remote/shell.ts';

/** Every character that some shell or tool reads specially, besides the whole of Unicode. */
const nasty = constantFrom(
  ...Array.from('\n\r\t \'"\\$`!~#&|;<>(){}[]*?=%^,-é€𝄞\u001b\u2028\u00a0\u007f\u0001a'),
  'C:',
);
const word = oneof(
  string({ unit: 'binary' }),
  array(nasty).map((parts) => parts.join('')),
  constantFrom('', '-n', '-e', '--', '~', '~root', '!!', '$HOME', '$(id)', '`id`', "it's", "!'"),
);
const words = array(word.filter((text) => !text.includes('\0')));

describe('shellWords', () => {
  it.each(['dash', 'bash'])('survives %s', (shell) => {
    assert(
      property(words, (argv) => {
        const script = `set -- ${shellWords(['x', ...argv])}\nshift\nprintf '%s\\0' "$#" "$@"\n`;
        const printed = execFileSync(shell, ['-s'], { input: script, encoding: 'utf8' });
        expect(printed).toBe([argv.length, ...argv, ''].join('\0'));
      }),
      { numRuns: 300 },
    );
  });

  it('takes a NUL for the bug that it is', () => {
    expect(() => shellWords(['a\0b'])).toThrow(/NUL/);
  });
});

it.each(['dash', 'bash'])('scripts find the commands of root and of snaps in %s', (shell) => {
  const input = scriptOf({}, 'printenv LC_ALL PATH');
  const env = { PATH: '/opt/bin:/usr/bin:/bin', LC_ALL: 'de_DE.UTF-8' };
  const printed = execFileSync(shell, ['-s'], { input, env, encoding: 'utf8' });
  expect(printed).toBe('C\n/opt/bin:/usr/bin:/bin:/usr/sbin:/sbin:/snap/bin\n');
});
