import type { Flows, OvsFacts } from '../../model/facts.ts';
import type { NodeSpec } from '../../model/inventory.ts';
import { err, ok, type Result, together } from '../../model/result.ts';
import type { Problem } from '../../problems/problem.ts';
import { optionalText, parseTable, stringMap } from './ovs-table.ts';
import { isMissing, refusal, type Frame, type Frames } from '../frames.ts';

/** Where ovs-vsctl is looked for, in this order: plain hosts, the snap's alias, a local snap build. */
export const vsctlCandidates = [
  'ovs-vsctl',
  '/snap/bin/ovs-vsctl',
  'microovn.ovs-vsctl',
  '/snap/bin/microovn.ovs-vsctl',
] as const;

/** How Open vSwitch was reached, and its row; `text` is the document of the row. */
export function parseOvs(spec: NodeSpec, frame: Frames, text: string): Result<OvsFacts, Problem> {
  const vsctl = command(spec, frame('vsctl'));
  if (!vsctl.ok) return vsctl;
  const [ovs, vswitchd] = [frame('ovs'), frame('vswitchd')];
  if (ovs.exit !== 0) {
    return err({ kind: 'ovs-unreachable', vsctl: vsctl.value, reason: refusal(ovs) });
  }
  const row = parseRow(text);
  if (!row.ok) return row;
  const { external_ids, other_config, version } = row.value;
  return ok({
    vsctl: vsctl.value,
    db: spec.ovs.db ?? null,
    version,
    vswitchdAnswers: isMissing(vswitchd) ? null : vswitchd.exit === 0,
    flows: flowsIn(vswitchd.stdout.slice(0, 10_000)),
    columns: { external_ids, other_config },
  });
}

/** `upcall/show` of ovs-vswitchd(8): a block for each datapath. */
function flowsIn(text: string): Flows | null {
  const current = numbersAfter('current ', text);
  if (current.length === 0) return null;
  return {
    current: current.reduce((sum, each) => sum + each, 0),
    dumpMs: Math.max(0, ...numbersAfter('dump duration : ', text)),
  };
}

function numbersAfter(word: string, text: string): readonly number[] {
  return [...text.matchAll(new RegExp(`${word}(\\d{1,9})`, 'g'))].map(([, digits]) =>
    Number(digits),
  );
}

/** What the node says will be run there again: a path, and nothing that only looks like one. */
function command({ ovs }: NodeSpec, { exit, stdout }: Frame): Result<string, Problem> {
  const looked = ovs.vsctl === undefined ? vsctlCandidates : [ovs.vsctl];
  if (exit !== 0) return err({ kind: 'ovs-missing', looked });
  const path = stdout.trim();
  if (/^[\u0021-\u007e]{1,255}$/.test(path)) return ok(path);
  return err({ kind: 'unparseable', what: 'command -v ovs-vsctl', reason: 'it is no path' });
}

/** The only row of table Open_vSwitch, as far as it is read. */
function parseRow(text: string) {
  const what = 'ovs-vsctl list Open_vSwitch';
  const rows = parseTable(what, text);
  if (!rows.ok) return rows;
  const [row] = rows.value;
  if (row === undefined)
    return err<Problem>({ kind: 'unparseable', what, reason: 'the table holds no row' });
  return together({
    external_ids: stringMap(row('external_ids')),
    other_config: stringMap(row('other_config')),
    version: ok(optionalText(row('ovs_version'))),
  });
}
