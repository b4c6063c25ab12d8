import { expect, test } from 'vitest';
import { recognise } from '../../../src/input/recognise.ts';
import { readPreseed } from '../../../src/input/preseed/inventory.ts';
import { parseYaml } from '../../../src/input/yaml.ts';

// Each makes YAML complain of the passphrase itself.
test.each([
  'session_passphrase: *sesame',
  'session_passphrase: &sesame',
  'session_passphrase: !sesame x',
  'session_passphrase: "\\sesame"',
  'session_passphrase: "sesame" sesame',
  'session_passphrase: sesame: sesame',
  'session_passphrase: { sesame: 1, sesame: 2 }',
  'session_passphrase: [sesame',
  'session_passphrase:\n  *sesame',
  'session_passphrase: {{ sesame }}',
  '{ systems: [], "session_passphrase": *sesame }',
  'session_passphrase: 0x5e5a3e',
  'session_passphrase: [1.0, sesame]',
])('no problem shows a passphrase: %s', (line) => {
  const text = `${line}\nsystems:\n  - name: micro01\n  - name: micro01\n`;
  const document = parseYaml(text, 'f');
  const said = document.ok
    ? [recognise(document.value), readPreseed(document.value, 'f', (path) => path)]
    : document.error;
  expect(JSON.stringify(said)).not.toMatch(/sesame|5e5a3e/);
});
