import type { NodeSpec } from '../model/inventory.ts';
import type { NodeReport, Report } from '../model/report.ts';
import type { Context } from './context.ts';
import { loadFiles, remarksOn } from './load-files.ts';
import type { Played } from './options.ts';
import { ofRun, reportOf } from './report-of.ts';

/** Reads the files as a run would, and reports what is wrong with them. */
export async function validated(file: string, options: Played, context: Context): Promise<Report> {
  const files = await loadFiles(file, options, context);
  if (!files.ok) return reportOf('validate', ofRun(files.error));
  const { inventory } = files.value;
  return reportOf('validate', remarksOn(inventory), { nodes: inventory.nodes.map(unread) });
}

/** A node that nobody has asked. */
export function unread({ name, address }: NodeSpec): NodeReport {
  return {
    name,
    address,
    status: 'ok',
    changes: [],
    problems: [],
    written: false,
    durationMs: 0,
    facts: null,
  };
}
