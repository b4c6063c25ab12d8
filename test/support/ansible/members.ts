import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { draftOfIni } from '../../../src/input/ansible/ini/inventory.ts';
import { isIni } from '../../../src/input/ansible/ini/shape.ts';
import { ansibleYaml } from '../../../src/input/ansible/dialect.ts';
import type { Draft, Variables } from '../../../src/input/ansible/draft.ts';
import { membersOf } from '../../../src/input/ansible/members.ts';
import { readVarFiles } from '../../../src/input/ansible/var-files.ts';
import { draftOfYaml } from '../../../src/input/ansible/yaml.ts';
import { filesUnder, readText } from '../../../src/input/read-text.ts';
import { parseTree } from '../../../src/input/yaml.ts';

/** The hosts of an inventory with all their variables, as Ansible's own reader shows them. */
export async function readMembers(path: string) {
  const draft = draftOf(readFileSync(path, 'utf8'), path);
  const pathOf = (name: string) => join(dirname(path), name);
  const files = await readVarFiles(draft, {
    list: (folder) => filesUnder(pathOf(folder)),
    read: (name) => readText(pathOf(name)),
    pathOf,
  });
  if (!files.ok) throw new Error(JSON.stringify(files.error));
  if (draft.faults.length > 0) throw new Error(JSON.stringify(draft.faults));
  return membersOf(draft, files.value).map(({ host, groups, inherited, own }) => ({
    name: host.name,
    groups: groups.toSorted((a, b) => (a < b ? -1 : 1)),
    vars: { ...values(inherited), ...values(own) },
  }));
}

function draftOf(text: string, path: string): Draft {
  if (isIni(text, path)) return draftOfIni(text, path);
  const tree = parseTree(text, path, ansibleYaml);
  if (!tree.ok) throw new Error(JSON.stringify(tree.error));
  return draftOfYaml(tree.value);
}

function values(variables: Variables): Readonly<Record<string, unknown>> {
  return Object.fromEntries([...variables].map(([name, { value }]) => [name, value]));
}
