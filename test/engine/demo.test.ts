import { expect, test } from 'vitest';
import { embeddedStage } from '../demo/embedded-stage.ts';
import { play } from '../demo/play.ts';

test('the demo goes through on the embedded fleet, too, and says what it is', async () => {
  const said: string[] = [];
  const stage = await embeddedStage('There is no lab here.');
  const exit = await play(stage, (line) => void said.push(line));
  await stage.close();
  expect(said.join('\n')).toContain('embedded fleet: three nodes that exist in memory only');
  expect(said.at(-1)).toContain('That was the whole job.');
  expect(exit).toBe(0);
});
