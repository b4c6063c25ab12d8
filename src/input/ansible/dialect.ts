import type { Advice } from '../invalid.ts';
import { expressionDoubt } from './variable.ts';
import { type Dialect, meaningOf, type Meaning } from '../yaml/dialect.ts';

/** YAML 1.1 as Ansible's own parser reads it; a doubt counts only where a value is used. */
export const ansibleYaml: Dialect = {
  schema: 'failsafe',
  isStrict: false,
  read: ({ value, type, tag, source }) => {
    const text = typeof value === 'string' ? value : '';
    if (tag === '!vault' || tag === '!vault-encrypted') return { value: text, doubt: vaulted };
    if (tag === '!unsafe') return { value: text };
    if (tag === 'tag:yaml.org,2002:str') return evaluated({ value: text });
    if (tag !== undefined) return { value: text, doubt: tagged };
    return evaluated(type === 'PLAIN' ? plain(source ?? text) : { value: text });
  },
};

function evaluated(meaning: Meaning): Meaning {
  const doubt = meaning.doubt ?? expressionDoubt(meaning.value);
  return doubt === undefined ? meaning : { ...meaning, doubt };
}

const vaulted: Advice = {
  cause: 'it is encrypted with Ansible Vault',
  instead: 'write a value that anybody may read',
};

const tagged: Advice = { cause: 'its tag (`!…`) means nothing here', instead: 'leave the tag out' };

function plain(text: string): Meaning {
  if (/^(?:~|null|Null|NULL|)$/.test(text)) return { value: null };
  if (/^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/.test(text)) return { value: true };
  if (/^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/.test(text)) return { value: false };
  const number = numberOf(text.replaceAll('_', ''), text);
  if (number !== null) return meaningOf(number, text);
  if (!numberElsewhere.test(text)) return { value: text };
  return { ...meaningOf(Number(text), text), value: text };
}

// Other readers of YAML take `0e1` for a number.
const numberElsewhere = /^[-+]?\d+[eE][-+]?\d+$/;

function numberOf(digits: string, text: string): number | null {
  for (const [pattern, read] of numbers) if (pattern.test(text)) return read(digits);
  return null;
}

const numbers: readonly (readonly [RegExp, (digits: string) => number])[] = [
  [/^[-+]?0b[01_]+$/, (digits) => signed(digits, (bare) => Number.parseInt(bare.slice(2), 2))],
  [/^[-+]?0[0-7_]+$/, (digits) => signed(digits, (bare) => Number.parseInt(bare, 8))],
  [/^[-+]?(?:0|[1-9][0-9_]*)$/, Number],
  [/^[-+]?0x[0-9a-fA-F_]+$/, (digits) => signed(digits, Number)],
  [/^[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+$/, (digits) => signed(digits, sexagesimal)],
  [/^[-+]?(?:[0-9][0-9_]*)\.[0-9_]*(?:[eE][-+][0-9]+)?$/, Number],
  [/^\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?$/, Number],
  [/^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*$/, (digits) => signed(digits, sexagesimal)],
  [/^[-+]?\.(?:inf|Inf|INF)$/, (digits) => (digits.startsWith('-') ? -Infinity : Infinity)],
  [/^\.(?:nan|NaN|NAN)$/, () => Number.NaN],
];

function signed(digits: string, read: (bare: string) => number): number {
  const value = read(digits.replace(/^[-+]/, ''));
  return digits.startsWith('-') ? -value : value;
}

function sexagesimal(digits: string): number {
  return digits.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}
