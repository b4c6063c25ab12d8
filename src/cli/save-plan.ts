import type { Report } from '../model/report.ts';
import type { Problem } from '../problems/problem.ts';
import type { Result } from '../model/result.ts';
import { exitCode } from './exit-code.ts';
import type { Ready } from './load-job.ts';
import type { Request } from './run-on-fleet.ts';

/** The report, once its plan is saved where `--out` wants it; what keeps it from that is added. */
export async function saved(
  report: Report,
  ready: Ready,
  { options: { out }, context }: Request,
): Promise<Report> {
  if (out === undefined || ready.frame === undefined || report.plan === null) return report;
  const result = await save(out, report, ready.frame, context.version);
  if (result.ok) return report;
  return { ...report, problems: [...report.problems, { nodes: [], problem: result.error }] };
}

async function save(
  file: string,
  report: Report,
  frame: NonNullable<Ready['frame']>,
  version: string,
): Promise<Result<null, Problem>> {
  if (report.plan === null || ![0, 2].includes(exitCode(report))) {
    const reason = 'something speaks against it';
    return { ok: false, error: { kind: 'plan-unsaved', file, reason } };
  }
  const { savePlan } = await import('../state/plan-file.ts');
  const at = new Date().toISOString();
  return savePlan(file, { ...frame, at, plan: report.plan }, version);
}
