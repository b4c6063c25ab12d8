import { leaf, type Piece } from '../assembled.ts';
import { invalid } from '../invalid.ts';
import { show } from '../show.ts';
import type { Variable } from './draft.ts';
import { wordsOf } from './ini/words.ts';
import type { Member } from './members.ts';
import { type Found, type Gathered, lookUp, taken } from './look-up.ts';

/** What the arguments that Ansible gives to ssh mean for the connection: a file of host keys, and jump hosts. */
export function sshArguments(
  member: Member,
  gathered: Gathered,
): readonly (readonly [string, Piece])[] {
  return ['ansible_ssh_args', 'ansible_ssh_common_args', 'ansible_ssh_extra_args'].flatMap(
    (name) => {
      const found = lookUp(member, [name]);
      const piece = taken(found, gathered, String);
      if (found === null || piece === null) return [];
      const options = optionsOf(String(piece.value));
      return options.flatMap((option) => understood(option, found, gathered));
    },
  );
}

interface Option {
  readonly name: string;
  readonly value: string;
}

function understood(
  option: Option,
  { name, variable }: Found,
  gathered: Gathered,
): readonly (readonly [string, Piece])[] {
  const { at, key } = variable;
  if (option.name === 'userknownhostsfile' && fileOf(option.value) !== null)
    return [['known_hosts', leaf(fileOf(option.value), key, at)]];
  if (option.name === 'proxyjump') return [['jump', leaf(option.value, key, at)]];
  const instead = elsewhere.get(option.name);
  const said = show(`${option.name} ${option.value}`.trim());
  if (instead !== undefined)
    gathered.faults.push(invalid(at, { cause: `${show(name)} has ${said}`, instead }));
  else gathered.remarks.push(leftOut(name, said, variable));
  return [];
}

/** One file; `/dev/null` is a way to say none, and host keys are verified all the same. */
function fileOf(value: string): string | null {
  return value === '' || value === 'none' || value === '/dev/null' || /\s/.test(value)
    ? null
    : value;
}

// What would lead to another host, or in by another way, than the rest of the inventory says.
const elsewhere: ReadonlyMap<string, string> = new Map([
  ['proxycommand', 'write it into ~/.ssh/config, or use `ProxyJump`'],
  ['user', 'write `ansible_user`'],
  ['port', 'write `ansible_port`'],
  ['hostname', 'write `ansible_host`'],
  ['identityfile', 'write `ansible_ssh_private_key_file`'],
  ['configuration', 'use --ssh-config with that file'],
]);

function leftOut(name: string, said: string, { at }: Variable) {
  return invalid(at, {
    cause: `${said} of ${show(name)} is left out`,
    instead:
      'only `ProxyJump`, and `UserKnownHostsFile` with one file, are understood; host keys are always verified',
  });
}

/** `-o Name=value`, `-oName=value`, `-J host`, each under the name that ssh_config has. */
function optionsOf(text: string): readonly Option[] {
  const found: Option[] = [];
  const words = (wordsOf(text) ?? [{ text, at: 0 }]).map((word) => word.text);
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const [, letter = '', rest = ''] = /^-([A-Za-z0-9])(.*)$/s.exec(word) ?? [];
    if (!withValue.includes(letter) || letter === '') found.push({ name: word, value: '' });
    else found.push(optionOf(letter, rest === '' ? (words.shift() ?? '') : rest));
  }
  return found;
}

const withValue = 'BbcDEeFIiJLlmOoPpQRSWw';

const longNames: Readonly<Record<string, string>> = {
  J: 'proxyjump',
  W: 'proxycommand',
  l: 'user',
  p: 'port',
  i: 'identityfile',
  F: 'configuration',
};

function optionOf(letter: string, value: string): Option {
  if (letter !== 'o') return { name: longNames[letter] ?? `-${letter}`, value };
  const [, name = value, rest = ''] = /^\s*(\w+)\s*[\s=]\s*(.*)$/s.exec(value) ?? [];
  return { name: name.toLowerCase(), value: rest.trim().replace(/^"(.*)"$/, '$1') };
}
