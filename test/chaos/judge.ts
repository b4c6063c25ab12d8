import { join } from 'node:path';
import type { RunRecord } from '../../src/model/journal.ts';
import { listRuns } from '../../src/state/runs.ts';
import type { Lab } from '../lab/lab.ts';
import { evidenceOf } from './evidence.ts';
import { confirmOf, threeOf, type Fault } from './fault.ts';
import type { Met } from './meet.ts';
import { launch, type Ending } from './program.ts';
import { brokenTraffic, nothingLeft, positionOf, type Before } from './world.ts';

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
export async function judge(each: Case, fault: Fault, met: Omit<Met, 'struck'>): Promise<Verdict> {
  const { ending, still } = met;
  const { lab, state } = each;
  const nodes = threeOf(lab);
  const gone = fault.without?.(nodes);
  const judged = nodes.filter((node) => node !== gone);
  const alive = fault.destroys === true ? judged : lab.nodes;
  const left = await nothingLeft(alive, (confirmOf(fault) + marginSeconds) * 1000);
  const positions = await positionsOf(judged, each, ending);
  const going = judged.filter((_, at) => positions[at] !== 'frozen');
  const broken = await brokenTraffic(lab, going);
  const record = await recordOf(state);
  const wrong = [
    ...left.map((text) => `left over: ${text}`),
    ...(endsWell(fault, positions, record) ? [] : [`nodes are ${positions.join()}`]),
    ...still.map((name) => `${name} stands still for too long`),
    ...(broken === null ? [] : [`traffic: ${broken}`]),
    ...((await fault.proof?.(nodes)) ?? []),
    ...unsaid('next run', fault.nextSays, await nextRun(fault, lab, state)),
    ...missaid(fault, ending),
    ...(fault.ends === 'mixed' || fault.ends === 'frozen' ? await unrepaired(each) : []),
  ];
  const seen = `exit ${ending.exit}, nodes ${positions.join()}, journal ${told(record)}`;
  const more =
    wrong.length === 0 ? '' : `\n    ${problemsIn(ending)}\n${await evidenceOf(lab, alive)}`;
  return { wrong, seen: seen + more };
}

/**
 * Timers leave the source, for a peer that is still on its new endpoint needs it; a run that had no time
 * left to take it back says so.
 */
async function positionsOf(
  nodes: Lab['nodes'],
  { before }: Case,
  { exit, stdout }: Ending,
): Promise<readonly string[]> {
  const found = await Promise.all(nodes.map((node) => positionOf(node, before)));
  const isSaid = exit !== 8 || stdout.includes('"kind": "source-kept"');
  return found.map((each) => (each === 'old, but its source' && isSaid ? 'old' : each));
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
  if (ends === 'frozen') return positions.toSorted().join() === 'frozen,old,old';
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
  const isDone = ending.exit === 0 && positions.every((position) => position === 'new');
  const broken = isDone ? await brokenTraffic(lab, lab.nodes) : null;
  if (isDone && broken === null) return [];
  return [`the next run leaves ${positions.join()}; ${broken}`, problemsIn(ending)];
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
