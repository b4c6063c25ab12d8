import { readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Inventory } from '../model/inventory.ts';
import type { Play } from '../model/play.ts';
import type { Problem } from '../problems/problem.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { Draft } from './ansible/draft.ts';
import { isIni } from './ansible/ini/shape.ts';
import type { Expand } from './native/normalise.ts';
import { didYouMean } from './nearest.ts';
import { filesUnder, readText } from './read-text.ts';
import type { Form } from './recognise.ts';
import type { Document } from './yaml.ts';

type Home = { readonly home: string };
type Loaded<T> = Promise<Result<T, readonly Problem[]>>;

/** Reads an inventory, whatever form it has; every error of the file at once. */
export async function loadInventory(file: string, at: Home): Loaded<Inventory> {
  const text = await readText(file);
  return text.ok ? inventoryOf(text.value, file, at) : text;
}

/** The same of a text that is, or is to be, in this file. */
export async function inventoryOf(text: string, file: string, { home }: Home): Loaded<Inventory> {
  const expand = (path: string) => absolute(path, dirname(file), home);
  if (isIni(text, file)) {
    const { draftOfIni } = await import('./ansible/ini/inventory.ts');
    return loadAnsible(draftOfIni(text, file), file, expand);
  }
  // Sure enough not to read a large file twice, once for each YAML.
  if (/^all\s*:/m.test(text) && !/^systems\s*:/m.test(text))
    return loadAnsibleYaml(text, file, expand);
  const document = await recognised(text, file);
  if (!document.ok) return document;
  const { form } = document.value;
  if (form === 'ansible') return loadAnsibleYaml(text, file, expand);
  return (await readers[form]())(document.value.document, file, expand);
}

/** Which form an inventory has. */
export async function formOf(text: string, file: string): Loaded<Form> {
  if (isIni(text, file)) return ok('ansible');
  const document = await recognised(text, file);
  return document.ok ? ok(document.value.form) : document;
}

async function recognised(text: string, file: string): Loaded<{ document: Document; form: Form }> {
  const { parseYaml } = await import('./yaml.ts');
  const document = parseYaml(text, file);
  if (!document.ok) return document;
  const { recognise } = await import('./recognise.ts');
  const form = recognise(document.value);
  return form.ok ? ok({ document: document.value, form: form.value }) : form;
}

// Only the form at hand is loaded.
const readers = {
  native: async () => (await import('./native/inventory.ts')).readInventory,
  preseed: async () => (await import('./preseed/inventory.ts')).readPreseed,
} as const;

async function loadAnsibleYaml(text: string, file: string, expand: Expand): Loaded<Inventory> {
  const { parseTree } = await import('./yaml.ts');
  const { ansibleYaml } = await import('./ansible/dialect.ts');
  const tree = parseTree(text, file, ansibleYaml);
  if (!tree.ok) return tree;
  const { draftOfYaml } = await import('./ansible/yaml.ts');
  return loadAnsible(draftOfYaml(tree.value), file, expand);
}

async function loadAnsible(draft: Draft, file: string, expand: Expand): Loaded<Inventory> {
  const { readVarFiles } = await import('./ansible/var-files.ts');
  const pathOf = (path: string) => join(dirname(file), path);
  const files = await readVarFiles(draft, {
    list: (folder) => filesUnder(pathOf(folder)),
    read: (path) => readText(pathOf(path)),
    pathOf,
  });
  if (!files.ok) return files;
  const { readAnsible } = await import('./ansible/inventory.ts');
  return readAnsible(draft, files.value, { file, expand });
}

/** Reads a playbook: a file, or one of the package's own by its bare name. */
export async function loadPlaybook(
  nameOrPath: string,
  { shipped }: { readonly shipped: string },
): Loaded<Play> {
  const file = /^[\w-]+$/.test(nameOrPath)
    ? await findShipped(nameOrPath, shipped)
    : ok(nameOrPath);
  if (!file.ok) return file;
  const text = await readText(file.value);
  if (!text.ok) return text;
  // Not at the top: `--help` and usage errors do without the YAML parser.
  const { parseYaml } = await import('./yaml.ts');
  const document = parseYaml(text.value, file.value);
  if (!document.ok) return document;
  const { readPlaybook } = await import('./playbook.ts');
  return readPlaybook(document.value, file.value);
}

function absolute(path: string, folder: string, home: string): string {
  if (path === '~' || path.startsWith('~/')) return join(home, path.slice(1));
  return resolve(folder, path);
}

async function findShipped(name: string, folder: string): Loaded<string> {
  const file = join(folder, `${name}.yaml`);
  const names = (await readdir(folder).catch(() => []))
    .filter((entry) => entry.endsWith('.yaml'))
    .map((entry) => basename(entry, '.yaml'));
  if (names.includes(name)) return ok(file);
  const meant = didYouMean(name, names) ?? `the playbooks are: ${names.join(', ')}`;
  const reason = `no playbook has this name; ${meant} (a path has a \`/\` or ends in .yaml)`;
  return err([{ kind: 'file-unreadable', file: name, reason }]);
}
