import type { Report } from '../../model/report.ts';
import { finish } from '../finish.ts';
import { onFleet } from '../fleet.ts';
import { loadApply } from '../load-apply.ts';
import { defaultPlaybook } from '../options.ts';
import { ofRun, reportOf } from '../report-of.ts';
import { fresh } from './fresh.ts';
import { grow } from './grow.ts';
import { misuse } from './misuse.ts';
import type { InitRequest, Written } from './request.ts';
import { sayWritten } from './show.ts';

/** Writes an inventory, or adds to one; with `--apply`, converges by it. Returns the exit code. */
export async function runInit(request: InitRequest): Promise<number> {
  const wrong = misuse(request);
  if (wrong.length > 0) return finish(reportOf('init', ofRun(wrong)), request);
  const { add } = request.options;
  const done = add === undefined ? await fresh(request) : await grow(add, request);
  return done.ok ? conclude(done.value, request) : finish(done.error, request);
}

async function conclude(written: Written, request: InitRequest): Promise<number> {
  const { options, context } = request;
  const exit = isShown(written.report, options) ? await finish(written.report, request) : 0;
  await sayWritten(written, request);
  if (options.apply !== true) return exit;
  const { file: target } = written;
  const wanted = { ...options, playbook: defaultPlaybook };
  return onFleet({ command: 'apply', target, options: wanted, context }, loadApply);
}

/** People are told what there is to know; a reader of JSON gets one document, of `apply` if that is run. */
function isShown({ nodes, problems }: Report, { output, apply }: InitRequest['options']): boolean {
  if (output === 'json') return apply !== true;
  return problems.length > 0 || nodes.some((node) => node.problems.length > 0);
}
