import type { OvsFacts } from '../model/facts.ts';
import type { NodeSpec } from '../model/inventory.ts';
import type { Problem } from '../model/problem.ts';
import { err, ok, type Result } from '../model/result.ts';
import { isMissing, refusal, type Frame } from './frames.ts';
import { parseOvsRow } from './ovs-row.ts';
import { vsctlCandidates } from './script.ts';

/** How Open vSwitch was reached, and its row; `text` is the document of the row. */
export function parseOvs(
  spec: NodeSpec,
  frame: (name: string) => Frame,
  text: string,
): Result<OvsFacts, Problem> {
  const vsctl = command(spec, frame('vsctl'));
  if (!vsctl.ok) return vsctl;
  const [ovs, vswitchd] = [frame('ovs'), frame('vswitchd')];
  if (ovs.exit !== 0) {
    return err({ kind: 'ovs-unreachable', vsctl: vsctl.value, reason: refusal(ovs) });
  }
  const row = parseOvsRow(text);
  if (!row.ok) return row;
  const { external_ids, other_config, version } = row.value;
  return ok({
    vsctl: vsctl.value,
    db: spec.ovs.db ?? null,
    version,
    vswitchdAnswers: isMissing(vswitchd) ? null : vswitchd.exit === 0,
    columns: { external_ids, other_config },
  });
}

/** What the node says will be run there again: a path, and nothing that only looks like one. */
function command({ ovs }: NodeSpec, { exit, stdout }: Frame): Result<string, Problem> {
  const looked = ovs.vsctl === undefined ? vsctlCandidates : [ovs.vsctl];
  if (exit !== 0) return err({ kind: 'ovs-missing', looked });
  const path = stdout.trim();
  if (/^[\u0021-\u007e]{1,255}$/.test(path)) return ok(path);
  return err({ kind: 'unparseable', what: 'command -v ovs-vsctl', reason: 'it is no path' });
}
