import { PassThrough } from 'node:stream';
import { afterEach, expect, test, vi } from 'vitest';
import { ok } from '../../../src/model/result.ts';
import { hold, type Execute } from '../../../src/transports/hold.ts';

afterEach(() => void vi.restoreAllMocks());

/** A shell that says that it is ready whenever it is told something. */
const readyShell: Execute = async (feed) => {
  const [stdin, stdout] = [new PassThrough(), new PassThrough()];
  stdin.on('data', () => void stdout.write('ready\n'));
  feed({ stdin, stdout, stderr: new PassThrough() });
  await new Promise((resolve) => stdin.once('end', resolve));
  return ok({ exit: 0, signal: null, stdout: 'ready\n'.repeat(4), stderr: '' });
};

test('the fastest of the answers tells how far a node is', async () => {
  const clock = vi.spyOn(performance, 'now');
  for (const ms of [100, 160, 165, 225]) clock.mockReturnValueOnce(ms);
  const held = await hold(readyShell, ':');
  expect(held).toMatchObject({ ok: true, value: { roundTripMs: 5 } });
  if (held.ok) held.value.drop();
});
