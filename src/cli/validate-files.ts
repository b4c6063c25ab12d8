import { randomBytes } from 'node:crypto';
import type { NodeReport } from '../model/report.ts';
import type { NodeSpec } from '../model/inventory.ts';
import type { Context } from './context.ts';
import { finish } from './finish.ts';
import { loadFiles, type PlayOptions } from './load-files.ts';
import type { OutputOptions } from './options.ts';
import { remarksOn } from './remarks.ts';
import { runId } from './run-id.ts';

/** Reads the files as a run would, and reports what is wrong with them. */
export async function validateFiles(
  inventory: string,
  options: OutputOptions & PlayOptions,
  context: Context,
): Promise<number> {
  const files = await loadFiles(inventory, options, context);
  const problems = files.ok
    ? remarksOn(files.value.inventory)
    : files.error.map((problem) => ({ nodes: [], problem }));
  const nodes = files.ok ? files.value.inventory.nodes.map(unread) : [];
  const run = runId(new Date(), randomBytes(2));
  const report = { command: 'validate', run, nodes, problems, paths: null, plan: null } as const;
  return finish(report, { target: inventory, options, context });
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
