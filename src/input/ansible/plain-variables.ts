import type { Remark } from '../../model/inventory.ts';
import { builtInVariables } from '../variables.ts';
import type { Variables } from './draft.ts';
import type { Member } from './members.ts';

/** What playbooks can use, and what they cannot, with the reason. */
export interface PlainVariables {
  readonly vars: Readonly<Record<string, string>>;
  readonly unusable?: Readonly<Record<string, Remark>>;
}

/** A host's variables for playbooks; hosts that have none of their own share those of their groups. */
export function plainVariables(): (member: Member) => PlainVariables {
  const shared = new Map<Variables, PlainVariables>();
  return ({ inherited, own }) => {
    const known = shared.get(inherited) ?? split([inherited]);
    shared.set(inherited, known);
    return [...own.keys()].some(isPlain) ? split([inherited, own]) : known;
  };
}

function split(layers: readonly Variables[]): PlainVariables {
  const all = new Map(layers.flatMap((layer) => [...layer].filter(([name]) => isPlain(name))));
  const vars: Record<string, string> = {};
  const unusable: Record<string, Remark> = {};
  for (const [name, { value, doubt, at }] of all)
    if (doubt === undefined) vars[name] = String(value);
    else unusable[name] = { ...doubt, place: at };
  return Object.keys(unusable).length === 0 ? { vars } : { vars, unusable };
}

// Ansible's own are not for playbooks: passwords are among them. Built-in ones cannot be set.
function isPlain(name: string): boolean {
  return (
    /^(?!ansible_)[A-Za-z_]\w*$/.test(name) &&
    name !== '__proto__' &&
    !builtInVariables.includes(name)
  );
}
