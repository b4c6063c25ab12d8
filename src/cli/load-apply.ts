import { converge } from '../engine/converge.ts';
import { propose } from '../engine/propose.ts';
import type { Problem } from '../problems/problem.ts';
import { err, ok } from '../model/result.ts';
import { isPlanFile, loadPlan } from '../state/plan-file.ts';
import type { Loaded, Request } from './fleet.ts';
import { jobOf, loadJob } from './load-job.ts';
import { defaultPlaybook, type Planning, type Writing } from './options.ts';
import { noticed } from './noticed.ts';
import { usage } from './report-of.ts';

type Asked = Request<Planning & Partial<Writing>>;

/** Reads an inventory, or a saved plan. */
export async function loadApply(request: Asked): Loaded {
  const { options, context } = request;
  if (await isPlanFile(request.target)) return fromPlan(request);
  const loaded = await loadJob(request);
  if (!loaded.ok) return loaded;
  const job = { ...loaded.value, command: 'apply' } as const;
  const { writes, run } = wayOf(options);
  return ok({ job, writes, start: (world) => noticed(job, context, () => run(job, world)) });
}

/** What was saved, and nothing else: the fleet must still be as it was then. */
async function fromPlan({ target, options, context, run: id }: Asked): Loaded {
  const again = settled(options);
  if (again.length > 0) return err(again);
  const saved = await loadPlan(target, context.version);
  if (!saved.ok) return err([saved.error]);
  const { plan: expected, ...frame } = saved.value;
  const rest = { command: 'apply', expected } as const;
  const job = { ...jobOf({ ...frame, run: id }, options, context), ...rest };
  const { writes, run } = wayOf(options);
  return ok({ job, writes, start: (world) => run(job, world) });
}

/** With `--check` a run that writes only shows what it would write. */
export function wayOf({ check }: Partial<Writing>) {
  const writes = check !== true;
  return { writes, run: writes ? converge : propose };
}

/** Ignored in silence, these options could let the run write more than the user wants. */
function settled({ limit, allow, playbook, extraVars }: Planning): readonly Problem[] {
  const own = playbook === defaultPlaybook ? undefined : playbook;
  const given = { limit, allow, playbook: own, 'extra-vars': extraVars };
  const names = Object.entries(given).flatMap(([name, is]) => (is === undefined ? [] : [name]));
  const instead = 'leave it out, or save a new plan with it';
  return names.map((name) => usage(`--${name} cannot be used with a saved plan`, instead));
}
