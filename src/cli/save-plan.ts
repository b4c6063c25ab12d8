import type { Job } from '../engine/job.ts';
import type { Report } from '../model/report.ts';
import { savePlan } from '../state/plan-file.ts';
import type { Context } from './context.ts';
import { exitCode } from './exit-code.ts';
import { followed } from './report-of.ts';

/** The report, once its plan is saved in the file, if one is named; what keeps it from that is added. */
export async function saved(
  report: Report,
  file: string | undefined,
  { run, inventory, play, ...job }: Omit<Job, 'command'>,
  { version }: Context,
): Promise<Report> {
  const { plan } = report;
  if (file === undefined || plan === null) return report;
  if (![0, 2].includes(exitCode(report))) {
    return followed(report, { kind: 'plan-unsaved', file, reason: 'something speaks against it' });
  }
  const [selected, allow] = [[...job.selected], [...job.allow]];
  const at = new Date().toISOString();
  const content = { run, inventory, play, allow, selected, at, plan };
  const done = await savePlan(file, content, version);
  return done.ok ? report : followed(report, done.error);
}
