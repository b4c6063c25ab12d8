import type { ExportStyle } from '../exports/exporter.ts';
import { type ExportFormat, exporters } from '../exports/index.ts';
import { loadInventory } from '../input/load.ts';
import type { Problem } from '../problems/problem.ts';
import { paragraph } from '../reporters/wrap.ts';
import type { Context } from './context.ts';
import { finish } from './finish.ts';
import type { Output } from './options.ts';
import { ofRun, reportOf, usage } from './report-of.ts';

interface Options extends Output {
  readonly format: ExportFormat;
  readonly style?: ExportStyle | undefined;
  readonly out?: string | undefined;
}

/** Writes an inventory in another form; stderr says what that form cannot hold. */
export async function exportInventory(
  file: string,
  options: Options,
  context: Context,
): Promise<number> {
  const { stdout, stderr } = context;
  const { format, style } = options;
  const failed = (problems: readonly Problem[]): Promise<number> =>
    finish(reportOf('export', ofRun(problems)), { target: file, options, context });
  if (style !== undefined && format !== 'init-config') return failed([noStyle(format)]);
  const inventory = await loadInventory(file, context);
  if (!inventory.ok) return failed(inventory.error);
  const { text, notes } = exporters[format](inventory.value, style);
  const problems = options.out === undefined ? [] : await save(options.out, text);
  if (problems.length > 0) return failed(problems);
  if (options.out === undefined) stdout.write(text);
  for (const note of notes) stderr.write(`${paragraph('note: ', note, stderr.columns)}\n`);
  return 0;
}

function noStyle(format: ExportFormat): Problem {
  const cause = `--style is for --format init-config, and --format is ${format}`;
  return usage(cause, 'leave it out: the other forms have one style only');
}

/** Never replaces a file: it may be somebody's work. */
async function save(file: string, text: string): Promise<readonly Problem[]> {
  const { createWhole } = await import('../state/durable.ts');
  const { attempt } = await import('../state/system-error.ts');
  const saved = await attempt(() => createWhole(file, text));
  return saved.ok ? [] : [{ kind: 'export-unsaved', file, reason: saved.error.reason }];
}
