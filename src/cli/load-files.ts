import { disagreements, withDefaultUnderlay, withUsedVariables } from '../input/agreement.ts';
import { readExtraVars } from '../input/extra-vars.ts';
import { loadInventory, loadPlaybook } from '../input/load.ts';
import { itemsOf } from '../input/pattern-items.ts';
import { select } from '../input/patterns.ts';
import type { Inventory, NodeSpec } from '../model/inventory.ts';
import type { Play } from '../model/play.ts';
import type { Problem } from '../problems/problem.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { Context } from './context.ts';

/** The two files of a run, and the names of the nodes that the play is for. */
export interface Files {
  readonly inventory: Inventory;
  readonly play: Play;
  readonly hosts: readonly string[];
}

/** What says which play, and with which variables. */
export interface PlayOptions {
  readonly playbook: string;
  readonly extraVars?: readonly string[];
}

/** Reads inventory and playbook, and checks that they fit together. */
export async function loadFiles(
  file: string,
  { playbook, extraVars = [] }: PlayOptions,
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

/** What the command line sets is stronger than what any node has. */
function withVars(inventory: Inventory, vars: NodeSpec['vars']): Inventory {
  const nodes = inventory.nodes.map((node) => ({ ...node, vars: { ...node.vars, ...vars } }));
  return { ...inventory, nodes };
}
