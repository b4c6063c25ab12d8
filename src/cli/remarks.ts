import type { Inventory } from '../model/inventory.ts';
import type { Finding } from '../problems/problem.ts';
import type { Report } from '../model/report.ts';

/** What was left out of an inventory, as warnings. */
export function remarksOn({ remarks = [] }: Inventory): readonly Finding[] {
  return remarks.map((remark) => ({ nodes: [], problem: { kind: 'left-out', ...remark } }));
}

/** The same report with what was left out of the inventory; `check` is to be silent when in sync. */
export function withRemarks(report: Report, inventory: Inventory): Report {
  if (report.command === 'check') return report;
  return { ...report, problems: [...remarksOn(inventory), ...report.problems] };
}
