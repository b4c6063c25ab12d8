import { expect, test } from 'vitest';
import { isRemote, serversOf } from '../../../src/ovn/remotes.ts';

test.each([
  ['unix:/var/run/ovn/ovnsb_db.sock', true],
  ['tcp:198.18.0.11:6642', true],
  ['ssl:[2001:db8::11]:6642', true],
  ['ssl:198.18.0.11:6642,ssl:198.18.0.12:6642', true],
  ['', false],
  ['198.18.0.11:6642', false],
  ['ptcp:6642', false],
  ['tcp:', false],
  ['unix:relative.sock', false],
  ['tcp:198.18.0.11:6642,', false],
  ['tcp:198.18.0.11:6642 tcp:198.18.0.12:6642', false],
  ['tcp:198.18.0.11:6642\n', false],
  ['tcp:$(id):6642', false],
  ['unix:/run/a;b', false],
  ['x tcp:198.18.0.11:6642', false],
])('%j is a list of remotes: %s', (text, is) => {
  expect(isRemote(text)).toBe(is);
});

test('a list names its servers, and an empty member is none', () => {
  expect(serversOf('tcp:a:1,,ssl:b:2,')).toEqual(['tcp:a:1', 'ssl:b:2']);
  expect(serversOf('')).toEqual([]);
});
