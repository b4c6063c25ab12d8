import type { Problem } from '../../problems/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { type Invalid, invalid, type Read } from '../invalid.ts';
import { typeOf } from '../schema/wanted.ts';
import { parseTree } from '../yaml.ts';
import { ansibleYaml } from './dialect.ts';
import type { Draft, Variables } from './draft.ts';
import { merged, type VarFiles } from './members.ts';
import { filesByName } from './var-paths.ts';
import { variablesOf } from './variable.ts';

/** The folder that an inventory stands in. */
export interface Beside {
  /** The paths of all files under one of its folders; none where there is no such folder. */
  readonly list: (folder: string) => Promise<readonly string[]>;
  readonly read: (path: string) => Promise<Result<string, readonly Problem[]>>;
  readonly pathOf: (path: string) => string;
}

/** What `group_vars` and `host_vars` beside an inventory say of its groups and hosts. */
export async function readVarFiles(
  draft: Draft,
  beside: Beside,
): Promise<Result<VarFiles, readonly Problem[]>> {
  const groups = await readFolder('group_vars', draft.groups, draft, beside);
  const hosts = await readFolder('host_vars', draft.hosts, draft, beside);
  const problems = [...groups.problems, ...hosts.problems];
  if (problems.length > 0) return err([...draft.faults, ...problems]);
  return ok({ groups: groups.vars, hosts: hosts.vars });
}

async function readFolder(
  folder: string,
  known: ReadonlyMap<string, unknown>,
  draft: Draft,
  beside: Beside,
) {
  const vars = new Map<string, Variables>();
  const problems: Problem[] = [];
  for (const [name, paths] of filesByName(await beside.list(folder))) {
    if (!known.has(name)) continue;
    const layers = [];
    for (const path of paths) layers.push(await readOne(`${folder}/${path}`, draft, beside));
    problems.push(...layers.flatMap((layer) => (layer.ok ? [] : layer.error)));
    vars.set(name, merged(layers.map((layer) => (layer.ok ? layer.value : undefined))));
  }
  return { vars, problems };
}

async function readOne(
  path: string,
  draft: Draft,
  { read, pathOf }: Beside,
): Promise<Result<Variables, readonly Problem[]>> {
  const text = await read(path);
  if (!text.ok) return text;
  const file = pathOf(path);
  if (text.value.startsWith('$ANSIBLE_VAULT;')) draft.remarks.push(encrypted(file));
  else if (!isBlank(text.value)) return parsed(text.value, file);
  return ok(new Map());
}

function parsed(text: string, file: string): Read<Variables> {
  const tree = parseTree(text, file, ansibleYaml);
  if (!tree.ok) return tree;
  const { root, problems } = tree.value;
  if (problems.length > 0) return err(problems);
  const { value } = root;
  if (typeof value === 'object' && !Array.isArray(value)) return ok(variablesOf(root, tree.value));
  const cause = `the file is ${typeOf(value)}, not a map of variables`;
  return err([invalid(topOf(file), { cause, instead: 'write `name: value` on each line' })]);
}

/** Comments and the marks of a document alone say nothing. */
function isBlank(text: string): boolean {
  return text.split('\n').every((line) => /^\s*(?:#.*|---|\.\.\.)?\s*$/.test(line));
}

function encrypted(file: string): Invalid {
  return invalid(topOf(file), {
    cause: 'this file is encrypted with Ansible Vault, and left out',
    instead: 'keep what connects to the nodes, and their underlay, in files that anybody may read',
  });
}

function topOf(file: string) {
  return { file, line: 1, column: 1 };
}
