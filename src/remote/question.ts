import { framesSh, preambleSh } from '../generated/scripts.js';
import type { Problem } from '../problems/problem.ts';
import { err, type Result } from '../model/result.ts';
import { lastLine, parseFrames, type Frame, type Frames } from './frames.ts';
import { shellWords } from './shell.ts';

/** Something that a node is asked, and what its answer means. */
export interface Question<T> {
  /** What goes on meanwhile, for whoever waits too long: `reading the facts`. */
  readonly phase: string;
  /** POSIX sh that ends within seconds, with each answer in a frame: `frame NAME COMMAND`. */
  readonly script: string;
  /** Strict, for a node may print anything. */
  parse(frame: Frames): Result<T, Problem>;
}

/** A script for a node: its variables first, then what all scripts share, then its parts. */
export function scriptOf(
  variables: Readonly<Record<string, string | number>>,
  ...parts: readonly string[]
): string {
  const set = Object.entries(variables).map(
    ([name, value]) => `${name}=${shellWords([`${value}`])}`,
  );
  return [...set, preambleSh, ...parts].join('\n');
}

/** How a script ended. */
export interface Output {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The script as it is sent; `boundary` is a nonce, so that nothing a node prints can pass for the edge of a frame. */
export function asked({ script }: Question<unknown>, boundary: string): string {
  return [`boundary=${boundary}`, framesSh, script, 'edge done'].join('\n');
}

/** What the node answered. */
export function answered<T>(
  question: Question<T>,
  boundary: string,
  output: Output,
): Result<T, Problem> {
  const frames = parseFrames(boundary, output.stdout, output.stderr);
  if (frames === null) return err(unfinished(question, output));
  return question.parse((name) => frames.get(name) ?? none);
}

/** As of a command that is not there. */
const none: Frame = { exit: 127, stdout: '', stderr: '' };

/** A login shell may refuse to run anything, and say so on either stream. */
function unfinished({ phase }: Question<unknown>, { exit, stdout, stderr }: Output): Problem {
  const last = lastLine(`${stderr.trim()}\n${stdout.trim()}`);
  const reason = `it ended with exit code ${exit}, saying ${JSON.stringify(last)}`;
  return { kind: 'unparseable', what: `the script for ${phase}`, reason };
}
