import { resolve } from 'node:path';
import type { World } from '../engine/ports.ts';
import { gatherFacts, run, type FactsJob, type Job } from '../engine/run.ts';
import { didYouMean } from '../input/nearest.ts';
import { loadInventory } from '../input/load.ts';
import type { Inventory } from '../model/inventory.ts';
import { ruleNames } from '../problems/class.ts';
import type { Problem } from '../problems/problem.ts';
import type { Report } from '../model/report.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { SavedPlan } from '../model/saved-plan.ts';
import type { Context } from './context.ts';
import { loadFiles } from './load-files.ts';
import { limited } from './limited.ts';
import type { ConnectionOptions, FleetOptions } from './options.ts';
import { withRemarks } from './remarks.ts';
import type { Request } from './run-on-fleet.ts';

/** A run whose files are read and whose limit is understood; the world is all that it lacks. */
export interface Ready {
  readonly run: (world: World) => Promise<Report>;
  /** What nobody else may write by meanwhile; null: nothing is written. */
  readonly lock: { readonly inventory: string; readonly run: string } | null;
  /** Names of the nodes that it is for. */
  readonly selected: readonly string[];
  /** What `plan --out` saves beside the plan. */
  readonly frame?: Omit<SavedPlan, 'plan' | 'at'>;
}

export type Loaded = Promise<Result<Ready, readonly Problem[]>>;

/** Reads the files and the limit; contacts nobody. */
export async function loadJob(request: Request, id: string): Loaded {
  const { command, target, options, context } = request;
  if (command === 'facts') return loadFacts(request, id);
  if (command === 'rollback' || command === 'confirm') {
    const recorded = await import('./load-recorded.ts');
    return command === 'confirm'
      ? recorded.loadConfirm(request)
      : recorded.loadRollback(request, id);
  }
  const saved = await import('../state/plan-file.ts');
  if (command === 'apply' && (await saved.isPlanFile(target))) {
    const again = settledOptions(options, 'the plan was saved', 'or make a new plan with it');
    if (again.length > 0) return err(again);
    const plan = await saved.loadPlan(target, context.version);
    return plan.ok ? ok(readySaved(request, id, plan.value)) : err([plan.error]);
  }
  return loadPlan({ ...request, command }, id);
}

/** To overlook what was settled once would write more than somebody asks for now. */
export function settledOptions(
  { limit, allow, playbook, extraVars }: Partial<FleetOptions>,
  when: string,
  or: string,
): readonly Problem[] {
  const given = {
    '--limit': limit !== undefined,
    '--allow': allow !== undefined,
    '--playbook': playbook !== undefined && playbook !== 'underlay',
    '--extra-vars': extraVars !== undefined,
  };
  const names = Object.entries(given).flatMap(([name, is]) => (is ? [name] : []));
  return names.map((name) => ({
    kind: 'usage',
    cause: `${name} was settled when ${when}`,
    instead: `leave it out, ${or}`,
  }));
}

async function loadFacts({ target, options, context }: Request, id: string): Loaded {
  const inventory = await loadInventory(target, context);
  if (!inventory.ok) return inventory;
  const selected = await limited(inventory.value, options);
  if (!selected.ok) return selected;
  const job = common(id, inventory.value, selected.value, options);
  return ok({
    run: (world) => gatherFacts(job, world),
    lock: null,
    selected: selected.value,
  });
}

async function loadPlan(
  { command, target, options, context }: Request & Pick<Job, 'command'>,
  id: string,
): Loaded {
  const files = await loadFiles(target, options, context);
  if (!files.ok) return files;
  const { inventory, play, hosts } = files.value;
  const selected = await limited(inventory, options, hosts);
  if (!selected.ok) return selected;
  const unknown = (options.allow ?? []).flatMap(unknownRule);
  if (unknown.length > 0) return err(unknown);
  const frame = {
    run: id,
    // Another folder's inventory.yaml is another inventory.
    inventory: { ...inventory, file: resolve(inventory.file) },
    play,
    allow: options.allow ?? [],
    selected: selected.value,
  };
  const write = command === 'apply' && options.check !== true;
  const job = jobOf(frame, options, context);
  const lock = write ? { inventory: target, run: id } : null;
  return ok({
    run: async (world) => withRemarks(await run({ ...job, command, write }, world), inventory),
    lock,
    selected: frame.selected,
    frame,
  });
}

/** What was saved, and nothing else: the fleet must still be as it was then. */
function readySaved({ options, context }: Request, id: string, saved: SavedPlan): Ready {
  const job = jobOf({ ...saved, run: id }, options, context);
  const write = options.check !== true;
  return {
    run: (world) => run({ ...job, command: 'apply', write, expected: saved.plan }, world),
    lock: write ? { inventory: saved.inventory.file, run: id } : null,
    selected: saved.selected,
  };
}

/** Everything that a run which plans is asked for, but what it is to do. */
export function jobOf(
  { run, inventory, play, selected, allow }: Omit<SavedPlan, 'plan' | 'at'>,
  options: ConnectionOptions & Partial<FleetOptions>,
  { user, process: { host, pid } }: Context,
): Omit<Job, 'command' | 'write'> {
  const confirm = {
    seconds: options.confirmTimeout ?? defaultConfirmSeconds,
    hold: options.hold ?? false,
    supersedes: null,
    owner: `${user}@${host}, pid ${pid}`,
  };
  return {
    ...common(run, inventory, selected, options),
    play,
    allow: new Set(allow),
    confirm,
    allowPartial: options.allowPartial ?? false,
  };
}

/** Of commands that write nothing, and never ask for it. */
const defaultConfirmSeconds = 120;

/** What is wrong with a rule of `--allow`. */
export function unknownRule(name: string): readonly Problem[] {
  const rules = ruleNames();
  if (rules.includes(name)) return [];
  const instead = didYouMean(name, rules) ?? `the rules are: ${rules.join(', ')}`;
  return [{ kind: 'usage', cause: `--allow ${name}: there is no such rule`, instead }];
}

function common(
  run: string,
  inventory: Inventory,
  selected: readonly string[],
  options: ConnectionOptions,
): FactsJob {
  const limits = { forks: options.forks, connectSeconds: options.timeout };
  return { run, inventory, selected: new Set(selected), limits };
}
