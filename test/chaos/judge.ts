import { join } from 'node:path';
import type { RunRecord } from '../../src/model/journal.ts';
import { listRuns } from '../../src/state/runs.ts';
import type { Lab, LabNode } from '../lab/lab.ts';
import { confirmOf, threeOf, type Fault } from './fault.ts';
import { launch, type Ending } from './program.ts';
import { brokenOverlay, nothingLeft, positionOf, type Before } from './world.ts';

/** A lab, and what its nodes held before the run. */
export interface Case {
  readonly lab: Lab;
  readonly before: Before;
  /** XDG_STATE_HOME of the run. */
  readonly state: string;
}

/** What a round came to: nothing that is wrong means that the fault was survived. */
export interface Verdict {
  readonly wrong: readonly string[];
  /** For those who look into it. */
  readonly seen: string;
}

/** A node looks at its clock every second, and twice at its database; the machine may be busy. */
const marginSeconds = 30;

/** Looks at the whole world, once the timers have had their time. */
export async function judge(each: Case, fault: Fault, ending: Ending): Promise<Verdict> {
  const { lab, state } = each;
  const gone = fault.without?.(threeOf(lab));
  const judged = lab.nodes.filter((node) => node !== gone);
  const alive = fault.destroys === true ? judged : lab.nodes;
  const left = await nothingLeft(alive, (confirmOf(fault) + marginSeconds) * 1000);
  const positions = await positionsOf(judged, each, ending);
  const broken = await brokenOverlay(lab, judged);
  const record = await recordOf(state);
  const wrong = [
    ...left.map((text) => `left over: ${text}`),
    ...(endsWell(fault, positions, record) ? [] : [`nodes are ${positions.join()}`]),
    ...(broken === null ? [] : [`overlay: ${broken}`]),
    ...unsaid('next run', fault.nextSays, await nextRun(fault, lab, state)),
    ...missaid(fault, ending),
    ...(fault.ends === 'mixed' ? await unrepaired(each) : []),
  ];
  const seen = `exit ${ending.exit}, nodes ${positions.join()}, journal ${told(record)}`;
  return { wrong, seen: wrong.length === 0 ? seen : `${seen}\n    ${problemsIn(ending)}` };
}

/** Timers leave the source, for a peer that is still on its new endpoint needs it. */
async function positionsOf(
  nodes: readonly LabNode[],
  { before }: Case,
  { exit }: Ending,
): Promise<readonly string[]> {
  const found = await Promise.all(nodes.map((node) => positionOf(node, before)));
  return found.map((each) => (each === 'old, but its source' && exit !== 8 ? 'old' : each));
}

function missaid({ exit, says }: Fault, ending: Ending): readonly string[] {
  return [
    ...(exit.includes(ending.exit) ? [] : [`exit ${ending.exit}, not ${exit.join()}`]),
    ...unsaid('report', says, ending.stdout),
    ...(ending.stderr.includes('this is a bug') ? [ending.stderr] : []),
  ];
}

/** A crash while the nodes are disarmed may leave a mixture, which then carries traffic. */
function endsWell({ ends }: Fault, positions: readonly string[], record: RunRecord | null) {
  if (ends === 'mixed') return positions.toSorted().join() === 'new,new,old';
  const whole = new Set(positions).size === 1;
  const [position = ''] = positions;
  if (!positions.every((each) => each === 'old' || each === 'new')) return false;
  if (ends === 'either') return whole || record?.stage === 'disarm';
  return whole && position === ends;
}

/** The next run brings the nodes together again. */
async function unrepaired(each: Case): Promise<readonly string[]> {
  const { lab, before, state } = each;
  const ending = await launch({ args: ['apply', lab.inventory, '-o', 'json'], state }).ending;
  const positions = await Promise.all(lab.nodes.map((node) => positionOf(node, before)));
  if (ending.exit === 0 && positions.every((position) => position === 'new')) return [];
  return [`the next run leaves ${positions.join()}`, problemsIn(ending)];
}

async function recordOf(state: string): Promise<RunRecord | null> {
  const list = await listRuns(join(state, 'mcreconcile'));
  const [last] = list.ok ? list.value.runs : [];
  return last?.record.ok === true ? last.record.value : null;
}

function told(record: RunRecord | null): string {
  return record === null ? 'none' : `${record.stage ?? 'begin'} → ${record.end ?? 'no end'}`;
}

async function nextRun({ nextSays }: Fault, { inventory }: Lab, state: string): Promise<string> {
  if (nextSays === undefined) return '';
  const { stdout } = await launch({ args: ['plan', inventory, '-o', 'json'], state }).ending;
  return stdout;
}

function unsaid(who: string, expected: string | undefined, text: string): readonly string[] {
  if (expected === undefined) return [];
  const parts = expected.split('…').map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(parts.join('[^]*')).test(text) ? [] : [`the ${who} does not say: ${expected}`];
}

/** Of the report only what speaks of trouble. */
function problemsIn({ stdout, stderr }: Ending): string {
  const problems = [...stdout.matchAll(/^ *("(kind|status|summary)": ".*)$/gm)];
  return [...problems.map(([, line]) => line), stderr].join('\n    ');
}
