import { disagreements, withDefaultUnderlay, withUsedVariables } from '../input/agreement.ts';
import { readExtraVars } from '../input/extra-vars.ts';
import { loadInventory, loadPlaybook } from '../input/load.ts';
import { readLimit } from '../input/limit.ts';
import { itemsOf } from '../input/pattern-items.ts';
import { select } from '../input/patterns.ts';
import type { Inventory, NodeSpec } from '../model/inventory.ts';
import type { Play } from '../model/play.ts';
import type { Finding, Problem } from '../problems/problem.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { Context } from './context.ts';
import type { Nodes, Played } from './options.ts';
import { ofRun, usage } from './report-of.ts';

/** The nodes that the play is for are its `hosts`. */
type Files = {
  readonly inventory: Inventory;
  readonly play: Play;
  readonly hosts: readonly string[];
};

/** Reads inventory and playbook, and checks that they fit together. */
export async function loadFiles(
  file: string,
  { playbook, extraVars = [] }: Played,
  { home, playbooks }: Pick<Context, 'home' | 'playbooks'>,
): Promise<Result<Files, readonly Problem[]>> {
  const [read, play, vars] = await Promise.all([
    loadInventory(file, { home }),
    loadPlaybook(playbook, { shipped: playbooks }),
    readExtraVars(extraVars),
  ]);
  if (!read.ok || !play.ok || !vars.ok) {
    return err([read, play, vars].flatMap((each) => (each.ok ? [] : each.error)));
  }
  const inventory = withDefaultUnderlay(withVars(read.value, vars.value), play.value);
  const { hosts: pattern, hostsPlace } = play.value;
  const hosts = select(inventory, itemsOf(pattern, hostsPlace));
  if (!hosts.ok) return hosts;
  const problems = disagreements(play.value, inventory, hosts.value);
  if (problems.length > 0) return err(problems);
  const used = withUsedVariables(inventory, play.value);
  return ok({ inventory: used, play: play.value, hosts: hosts.value });
}

/** The nodes of the play that --limit chooses. */
export async function limited(
  inventory: Inventory,
  { limit = 'all' }: Pick<Nodes, 'limit'>,
  hosts: readonly string[] | null = null,
): Promise<Result<readonly string[], readonly Problem[]>> {
  const items = await readLimit(limit);
  if (!items.ok) return items;
  const selected = select(inventory, items.value);
  if (!selected.ok || hosts === null) return selected;
  const both = selected.value.filter((name) => hosts.includes(name));
  return both.length > 0 ? ok(both) : err([elsewhere]);
}

/** What was left out of an inventory, as warnings. */
export function remarksOn({ remarks = [] }: Inventory): readonly Finding[] {
  return ofRun(remarks.map((remark) => ({ kind: 'left-out', ...remark })));
}

const elsewhere = usage(
  '--limit chooses none of the nodes of the playbook',
  'compare it with `hosts` in the playbook',
);

/** Variables of the command line override those of the nodes. */
function withVars(inventory: Inventory, vars: NodeSpec['vars']): Inventory {
  const nodes = inventory.nodes.map((node) => ({ ...node, vars: { ...node.vars, ...vars } }));
  return { ...inventory, nodes };
}
