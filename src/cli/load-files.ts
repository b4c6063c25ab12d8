import { disagreements, withUsedVariables } from '../input/agreement.ts';
import { loadInventory, loadPlaybook } from '../input/load.ts';
import { select } from '../input/patterns.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Play } from '../model/play.ts';
import type { Problem } from '../model/problem.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { Context } from './context.ts';

/** The two files of a run, and the names of the nodes that the play is for. */
export interface Files {
  readonly inventory: Inventory;
  readonly play: Play;
  readonly hosts: readonly string[];
}

/** Reads inventory and playbook, and checks that they fit together. */
export async function loadFiles(
  file: string,
  playbook: string,
  { home, playbooks }: Pick<Context, 'home' | 'playbooks'>,
): Promise<Result<Files, readonly Problem[]>> {
  const [inventory, play] = await Promise.all([
    loadInventory(file, { home }),
    loadPlaybook(playbook, { shipped: playbooks }),
  ]);
  if (!inventory.ok || !play.ok) {
    return err([inventory, play].flatMap((each) => (each.ok ? [] : each.error)));
  }
  const hosts = select(inventory.value, play.value.hosts);
  if (!hosts.ok) return err([hosts.error]);
  const problems = disagreements(play.value, inventory.value, hosts.value);
  if (problems.length > 0) return err(problems);
  const used = withUsedVariables(inventory.value, play.value);
  return ok({ inventory: used, play: play.value, hosts: hosts.value });
}
