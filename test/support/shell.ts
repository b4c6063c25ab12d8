import { spawn, type SpawnOptionsWithoutStdio } from 'node:child_process';
import { once } from 'node:events';
import { framesSh } from '../../src/generated/scripts.js';
import { parseFrames, type Frame } from '../../src/remote/frames.ts';

/** Runs a script of the product as a node does, and gives the frame of this name. */
export async function frameOf(
  name: string,
  script: string,
  options: SpawnOptionsWithoutStdio,
): Promise<Frame> {
  const child = spawn('/bin/sh', ['-s'], options);
  const texts = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (text: string) => (texts[stream] += text));
  child.stdin.end(['boundary=b0', framesSh, script, 'edge done'].join('\n'));
  await once(child, 'close');
  const frame = parseFrames('b0', texts.stdout, texts.stderr)?.get(name);
  if (frame === undefined) throw new Error(`it broke off: ${texts.stdout} ${texts.stderr}`);
  return frame;
}
