import { expect, test } from 'vitest';
import { stateFolder } from '../../../src/state/folder.ts';

test.each([
  [{}, '/home/u/.local/state/mcreconcile'],
  [{ XDG_STATE_HOME: '/var/lib/u' }, '/var/lib/u/mcreconcile'],
  [{ XDG_STATE_HOME: '' }, '/home/u/.local/state/mcreconcile'],
  [{ XDG_STATE_HOME: 'relative' }, '/home/u/.local/state/mcreconcile'],
])('%j keeps its state in %s', (env, folder) => {
  expect(stateFolder(env, '/home/u')).toBe(folder);
});
