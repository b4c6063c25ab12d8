import { ok } from '../../model/result.ts';
import { inventoryText } from '../../setup/inventory-text.ts';
import { remarksOn } from '../load-files.ts';
import { preceded } from '../report-of.ts';
import { chooseUnderlay } from './choose.ts';
import { judged } from './judge.ts';
import { nodesOf } from './nodes.ts';
import { preseedNodes, preseedUnderlay } from './preseed.ts';
import type { InitRequest, Step, Written } from './request.ts';
import { consent, save } from './save.ts';
import { sayUsing } from './show.ts';

/** A new inventory: its nodes, their underlay, and a file that was not there. */
export async function fresh(request: InitRequest): Step<Written> {
  const { out: file = 'inventory.yaml', preseed } = request.options;
  const replace = await consent(file, request);
  if (!replace.ok) return replace;
  const source =
    preseed === undefined ? await nodesOf(request) : await preseedNodes(preseed, request);
  if (!source.ok) return source;
  const choose = preseed === undefined ? chooseUnderlay : preseedUnderlay;
  const choice = await choose(source.value.nodes, request);
  if (!choice.ok) return choice;
  const chosen = choice.value ?? [];
  sayUsing(chosen, request);
  const byNode = new Map(chosen.map((candidate) => [candidate.node, candidate]));
  const text = inventoryText(
    source.value.nodes.map((spec) => ({ spec, choice: byNode.get(spec.name) ?? null })),
    source.value,
  );
  const report = await judged(text, file, request);
  if (!report.ok) return report;
  const saved = await save(file, text, replace.value);
  if (!saved.ok) return saved;
  return ok({ file, choice: chosen, report: preceded(remarksOn(source.value), report.value) });
}
