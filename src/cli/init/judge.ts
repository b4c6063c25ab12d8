import { propose } from '../../engine/propose.ts';
import { inventoryOf, loadPlaybook } from '../../input/load.ts';
import type { Inventory } from '../../model/inventory.ts';
import type { NodeReport, Report } from '../../model/report.ts';
import { err, ok } from '../../model/result.ts';
import { exitCode } from '../exit-code.ts';
import { jobOf } from '../load-job.ts';
import { defaultPlaybook } from '../options.ts';
import { newRun, ofRun, reportOf, unread } from '../report-of.ts';
import { withWorld } from '../world.ts';
import { type InitRequest, type Step, stopped } from './request.ts';

/**
 * What `plan` says of the text of an inventory; an error where something speaks against it. That
 * something would change does not; and without an underlay, there is nothing to ask the nodes.
 */
export async function judged(text: string, file: string, request: InitRequest): Step<Report> {
  const inventory = await inventoryOf(text, file, request.context);
  if (!inventory.ok) return stopped(inventory.error);
  const { nodes } = inventory.value;
  if (nodes.every(({ underlay }) => underlay === false))
    return ok(reportOf('init', [], { nodes: nodes.map(unread) }));
  const report = await planned(inventory.value, request);
  return exitCode(report) === 0 ? ok(report) : err(report);
}

async function planned(inventory: Inventory, { options, context }: InitRequest): Promise<Report> {
  const play = await loadPlaybook(defaultPlaybook, { shipped: context.playbooks });
  if (!play.ok) return reportOf('init', ofRun(play.error));
  const frame = {
    run: newRun(),
    inventory,
    play: play.value,
    selected: inventory.nodes.map(({ name }) => name),
    allow: options.allow ?? [],
  };
  // Who is forgotten is said; to write a file moves nobody away from it.
  const asked = { command: 'plan', outside: 'said' } as const;
  const job = { ...jobOf(frame, options, context), ...asked };
  const report = await withWorld(options, context, (world) => propose(job, world));
  return { ...report, command: 'init', nodes: report.nodes.map(calm), paths: null, plan: null };
}

function calm(node: NodeReport): NodeReport {
  return { ...node, changes: [], status: node.status === 'drift' ? 'ok' : node.status };
}
