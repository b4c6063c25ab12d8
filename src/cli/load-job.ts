import { resolve } from 'node:path';
import type { FactsJob, Job } from '../engine/job.ts';
import { loadInventory } from '../input/load.ts';
import { didYouMean } from '../input/nearest.ts';
import type { Inventory } from '../model/inventory.ts';
import { type Problem, ruleNames } from '../problems/problem.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { SavedPlan } from '../model/saved-plan.ts';
import type { Context } from './context.ts';
import { limited, loadFiles } from './load-files.ts';
import type { Request } from './fleet.ts';
import {
  defaultConfirmSeconds,
  type Nodes,
  type Planning,
  type Reach,
  type Writing,
} from './options.ts';
import { usage } from './report-of.ts';

/** What a run is asked for, but what it is to do. */
type OpenJob = Omit<Job, 'command'>;

type Read<T> = Promise<Result<T, readonly Problem[]>>;

/** Reads the inventory and the limit; contacts nobody. */
export async function loadFacts(request: Request<Nodes>): Read<FactsJob> {
  const { target, options, context, run } = request;
  const inventory = await loadInventory(target, context);
  if (!inventory.ok) return inventory;
  const selected = await limited(inventory.value, options);
  return selected.ok ? ok(factsJob(run, inventory.value, selected.value, options)) : selected;
}

/** The same with the playbook. */
export async function loadJob(request: Request<Planning & Partial<Writing>>): Read<OpenJob> {
  const { target, options, context, run } = request;
  const files = await loadFiles(target, options, context);
  if (!files.ok) return files;
  const { inventory, play, hosts } = files.value;
  const selected = await limited(inventory, options, hosts);
  if (!selected.ok) return selected;
  const { allow = [] } = options;
  const unknown = allow.flatMap(unknownRule);
  if (unknown.length > 0) return err(unknown);
  // Another folder's inventory.yaml is another inventory.
  const own = { ...inventory, file: resolve(inventory.file) };
  const frame = { run, inventory: own, play, selected: selected.value, allow };
  return ok(jobOf(frame, options, context));
}

/** A job whose files are read. */
export function jobOf(
  { run, inventory, play, selected, allow }: Omit<SavedPlan, 'plan' | 'at'>,
  options: Reach & Partial<Planning & Writing>,
  { user, process: { host, pid } }: Context,
): OpenJob {
  const { confirmTimeout: seconds = defaultConfirmSeconds, hold = false } = options;
  const owner = `${user}@${host}, pid ${pid}`;
  return {
    ...factsJob(run, inventory, selected, options),
    play,
    allow: new Set(allow),
    confirm: { seconds, hold, rollsBack: null, owner },
    allowPartial: options.allowPartial ?? false,
  };
}

/** What is wrong with a rule of `--allow`. */
export function unknownRule(name: string): readonly Problem[] {
  const rules = ruleNames();
  if (rules.includes(name)) return [];
  const instead = didYouMean(name, rules) ?? `the rules are: ${rules.join(', ')}`;
  return [usage(`--allow ${name}: there is no such rule`, instead)];
}

function factsJob(
  run: string,
  inventory: Inventory,
  selected: readonly string[],
  { forks, timeout }: Reach,
): FactsJob {
  const limits = { forks, connectSeconds: timeout };
  return { run, inventory, selected: new Set(selected), limits };
}
