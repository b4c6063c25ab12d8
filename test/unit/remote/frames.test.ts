import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseFrames } from '../../../src/remote/frames.ts';

const edge = (text: string): string => `\nB ${text}\n`;

describe('frames', () => {
  test('keep what each command printed, and how it ended', () => {
    const out = `noise of a login shell\n${edge('begin a')}one\n\n${edge('end 0')}${edge('begin b')}${edge('end 127')}${edge('done')}`;
    const errors = `${edge('begin a')}${edge('end 0')}${edge('begin b')}oh no\n${edge('end 127')}${edge('done')}`;
    const frames = parseFrames('B', out, errors);
    expect(frames?.get('a')).toEqual({ exit: 0, stdout: 'one\n\n', stderr: '' });
    expect(frames?.get('b')).toEqual({ exit: 127, stdout: '', stderr: 'oh no\n' });
  });

  test.each([
    ['no frame at all', 'hello'],
    ['no end', edge('begin a')],
    ['an end without number', `${edge('begin a')}${edge('end x')}${edge('done')}`],
    ['cut before the last edge', `${edge('begin a')}${edge('end 0')}`],
  ])('are refused where the output is not the script’s: %s', (_name, text) => {
    expect(parseFrames('B', text, text)).toBeNull();
  });

  test('any text goes through a frame unchanged, whatever it looks like', () => {
    const text = fc.string({ unit: 'binary' }).filter((each) => !each.includes('\nB '));
    fc.assert(
      fc.property(text, (printed) => {
        const out = `${edge('begin a')}${printed}${edge('end 3')}${edge('done')}`;
        expect(parseFrames('B', out, out)?.get('a')).toEqual({
          exit: 3,
          stdout: printed,
          stderr: printed,
        });
      }),
    );
  });

  test('nothing that a node prints makes the parser throw', () => {
    const word = fc.constantFrom('\nB begin a\n', '\nB end 0\n', '\nB done\n', 'x', '\n', 'B ');
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const text = words.join('');
        expect(() => parseFrames('B', text, text)).not.toThrow();
      }),
      { numRuns: 700 },
    );
  });
});
