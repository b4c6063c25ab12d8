import type { World } from '../engine/ports.ts';
import { gatherFacts, run, type FactsJob } from '../engine/run.ts';
import { didYouMean } from '../input/nearest.ts';
import { loadInventory } from '../input/load.ts';
import { select } from '../input/patterns.ts';
import { ruleNames } from '../model/problem-class.ts';
import type { Problem } from '../model/problem.ts';
import type { Report } from '../model/report.ts';
import { err, ok, type Result } from '../model/result.ts';
import { loadFiles } from './load-files.ts';
import type { Request } from './run-on-fleet.ts';

/** A run whose files are read and whose limit is understood; the world is all that it lacks. */
export type Ready = (world: World) => Promise<Report>;

type Problems = readonly Problem[];
type Loaded = Promise<Result<Ready, Problems>>;

/** Reads the files and the limit; contacts nobody. */
export function loadJob(request: Request, id: string): Loaded {
  return request.command === 'facts' ? loadFactsJob(request, id) : loadPlanJob(request, id);
}

async function loadFactsJob({ inventory: file, options, context }: Request, id: string): Loaded {
  const inventory = await loadInventory(file, context);
  if (!inventory.ok) return inventory;
  const selected = select(inventory.value, options.limit ?? 'all');
  if (!selected.ok) return err([selected.error]);
  const job = common(id, { inventory: inventory.value, selected: selected.value, options });
  return ok((world) => gatherFacts(job, world));
}

async function loadPlanJob({ command, inventory, options, context }: Request, id: string): Loaded {
  if (command === 'facts') throw new TypeError('facts has no plan');
  const files = await loadFiles(inventory, options.playbook, context);
  if (!files.ok) return files;
  const { play, hosts } = files.value;
  const limited = select(files.value.inventory, options.limit ?? 'all');
  if (!limited.ok) return err([limited.error]);
  const selected = limited.value.filter((name) => hosts.includes(name));
  const job = common(id, { inventory: files.value.inventory, selected, options });
  const write = command === 'apply' && options.check !== true;
  const allow = new Set(options.allow ?? []);
  const unknown = [...allow].flatMap(unknownRule);
  if (unknown.length > 0) return err(unknown);
  const confirm = {
    seconds: options.confirmTimeout ?? 120,
    hold: options.hold ?? false,
    supersedes: null,
    owner: ownerText(context),
  };
  return ok((world) => run({ ...job, command, play, allow, write, confirm }, world));
}

/** For people on the other end. */
function ownerText({ user, process: { host, pid } }: Request['context']): string {
  return `${user}@${host}, pid ${pid}`;
}

function unknownRule(name: string): Problems {
  const rules = ruleNames();
  if (rules.includes(name)) return [];
  const instead = didYouMean(name, rules) ?? `the rules are: ${rules.join(', ')}`;
  return [{ kind: 'usage', cause: `--allow ${name}: there is no such rule`, instead }];
}

interface Common extends Pick<Request, 'options'> {
  readonly inventory: FactsJob['inventory'];
  readonly selected: readonly string[];
}

function common(id: string, { inventory, selected, options }: Common): FactsJob {
  const limits = { forks: options.forks, connectSeconds: options.timeout };
  return { run: id, inventory, selected: new Set(selected), limits };
}
