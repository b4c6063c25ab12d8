import { run } from '../engine/run.ts';
import type { Problem } from '../model/problem.ts';
import { err } from '../model/result.ts';
import { isPlanFile, loadPlan } from '../state/plan-file.ts';
import { ready, type Loaded, type Request } from './fleet.ts';
import { jobOf, loadJob } from './load-job.ts';
import { defaultPlaybook, type Planning, type Writing } from './options.ts';
import { noticed } from './noticed.ts';
import { usage } from './report-of.ts';

type Asked = Request<Planning & Partial<Writing>>;

/** Reads an inventory, or a saved plan. */
export async function loadApply(request: Asked): Loaded {
  const write = request.options.check !== true;
  if (await isPlanFile(request.target)) return fromPlan(request, write);
  const job = await loadJob(request);
  if (!job.ok) return job;
  return ready({ ...job.value, command: 'apply', write }, noticed(request.context));
}

/** What was saved, and nothing else: the fleet must still be as it was then. */
async function fromPlan({ target, options, context, run: id }: Asked, write: boolean): Loaded {
  const again = settled(options);
  if (again.length > 0) return err(again);
  const saved = await loadPlan(target, context.version);
  if (!saved.ok) return err([saved.error]);
  const { plan: expected, ...frame } = saved.value;
  const job = jobOf({ ...frame, run: id }, options, context);
  return ready({ ...job, command: 'apply', write, expected }, run);
}

/** To overlook what was settled once would write more than somebody asks for now. */
function settled({ limit, allow, playbook, extraVars }: Planning): readonly Problem[] {
  const own = playbook === defaultPlaybook ? undefined : playbook;
  const given = { limit, allow, playbook: own, 'extra-vars': extraVars };
  const names = Object.entries(given).flatMap(([name, is]) => (is === undefined ? [] : [name]));
  return names.map((name) =>
    usage(
      `--${name} was settled when the plan was saved`,
      'leave it out, or make a new plan with it',
    ),
  );
}
