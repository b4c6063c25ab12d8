import { isCancel, settings, type CANCEL_SYMBOL } from '@clack/core';
import type { ReadStream, WriteStream } from 'node:tty';

// An arrow key that a slow line tears apart begins with it: Ctrl-C is the way out.
settings.aliases.delete('escape');

/** What every prompt is told of the terminal. */
export interface Drawn {
  readonly input: ReadStream;
  readonly output: WriteStream;
  /** Takes the question away, as Ctrl-C does. */
  readonly signal: AbortSignal;
}

/** Where questions are drawn and answered. */
export interface Terminal extends Drawn {
  readonly hasColors: boolean;
}

/** Shows one prompt and waits for its answer; null if the user leaves, or the terminal does. */
export async function show<T>(
  { input, output, hasColors, signal }: Terminal,
  prompt: (drawn: Drawn) => Promise<T | typeof CANCEL_SYMBOL | undefined>,
): Promise<T | null> {
  const end = new AbortController();
  const cancel = (): void => end.abort();
  // At Ctrl-D the library closes its input, and never answers.
  const key = (_: unknown, { ctrl, name }: { ctrl?: boolean; name?: string }): void => {
    if (ctrl === true && name === 'd') cancel();
  };
  if (signal.aborted) return null;
  signal.addEventListener('abort', cancel);
  input.on('keypress', key).on('end', cancel);
  try {
    const drawn = { input, output: hasColors ? output : plain(output), signal: end.signal };
    const answer = await prompt(drawn);
    return answer === undefined || isCancel(answer) ? null : answer;
  } finally {
    signal.removeEventListener('abort', cancel);
    input.off('keypress', key).off('end', cancel);
  }
}

/** The same terminal without colours: the library asks only stdout whether it shows them. */
function plain(output: WriteStream): WriteStream {
  const write = (text: string): boolean => output.write(text.replace(colors, ''));
  return new Proxy(output, {
    get: (target, key) => {
      if (key === 'write') return write;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

const colors = /\u001b\[[0-9;]*m/g;
