import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunRecord } from '../../src/model/journal.ts';
import { listRuns } from '../../src/state/runs.ts';
import type { Undo } from '../lab/faults.ts';
import type { Lab, LabNode } from '../lab/lab.ts';
import { everyDirection, measureLoss } from '../lab/loss.ts';
import { linesOf, type Fault, type Preparation, type Scene } from './fault.ts';
import { launch, type Ending, type Program } from './program.ts';
import { brokenOverlay, nothingLeft, positionOf, type Before } from './world.ts';

/** A lab that many rounds use, one after the other. */
export interface Stand {
  readonly lab: Lab;
  readonly before: Before;
  rounds: number;
}

/** What a round came to: nothing that is wrong means that the fault was survived. */
export interface Round {
  readonly wrong: readonly string[];
  /** For those who look into it. */
  readonly seen: string;
}

/** Lets one run meet one fault, and judges what is left; `chance` is from 0 to 1. */
export async function round(stand: Stand, fault: Fault, chance: number): Promise<Round> {
  const { lab } = stand;
  const nodes = threeOf(lab);
  const state = join(lab.dir, `state-${(stand.rounds += 1)}`);
  await mkdir(state);
  const preparation = (await fault.prepare?.(lab, nodes)) ?? {};
  // Tunnels that carry something are proven sooner.
  const traffic = await measureLoss(everyDirection(lab.workloads), { intervalMs: 200 });
  try {
    const ending = await meet(fault, { lab, nodes, state, preparation, chance });
    return await judge(stand, fault, state, ending);
  } finally {
    await traffic.stop();
    await preparation.undo?.();
  }
}

interface Set {
  readonly lab: Lab;
  readonly nodes: Scene['nodes'];
  readonly state: string;
  readonly preparation: Preparation;
  readonly chance: number;
}

async function meet(fault: Fault, set: Set): Promise<Ending> {
  const { lab, nodes, state, preparation } = set;
  const { inventory = lab.inventory, wrap = [] } = preparation;
  const seconds = String(confirmOf(fault));
  const program = launch({
    args: ['apply', inventory, '--confirm-timeout', seconds, '-T', '5', '-o', 'json'],
    halts: haltsOf(fault),
    state,
    wrap,
  });
  try {
    const undo = await struck(fault, { lab, nodes, program, state, inventory }, set.chance);
    return await mended(fault, program, undo);
  } finally {
    program.signal('SIGKILL');
  }
}

/** Milliseconds from the first line of the journal on in which a run may be struck at random. */
const randomMs = 4000;

async function struck(fault: Fault, scene: Scene, chance: number): Promise<Undo | void> {
  const { program } = scene;
  if (fault.at === null || !(await program.halted())) return undefined;
  if (fault.at !== 'random') {
    const undo = await fault.strike?.(scene);
    program.signal('SIGCONT');
    return undo;
  }
  program.signal('SIGCONT');
  await sleep(chance * randomMs);
  return fault.strike?.(scene);
}

async function mended({ mendAfter }: Fault, program: Program, undo?: Undo | void) {
  if (mendAfter !== undefined) await sleep(mendAfter).then(() => undo?.());
  const ending = await program.ending;
  if (mendAfter === undefined) await undo?.();
  return ending;
}

/** A node looks at its clock every second, and twice at its database; the machine may be busy. */
const marginSeconds = 30;

async function judge(stand: Stand, fault: Fault, state: string, ending: Ending): Promise<Round> {
  const { lab, before } = stand;
  const gone = fault.without?.(threeOf(lab));
  const alive = fault.destroys === undefined ? lab.nodes : lab.nodes.filter((n) => n !== gone);
  const left = await nothingLeft(alive, (confirmOf(fault) + marginSeconds) * 1000);
  const judged = lab.nodes.filter((node) => node !== gone);
  const found = await Promise.all(judged.map((node) => positionOf(node, before)));
  // Timers leave the source, for a peer that is still on its new endpoint needs it.
  const positions = found.map((each) =>
    each === 'old, but its source' && ending.exit !== 8 ? 'old' : each,
  );
  const broken = await brokenOverlay(lab, judged);
  const record = await recordOf(state);
  const next = await nextRun(fault, lab, state);
  const seen = `exit ${ending.exit}, nodes ${positions.join()}, journal ${told(record)}`;
  const wrong = [
    ...left.map((text) => `left over: ${text}`),
    ...(endsWell(fault, positions, record) ? [] : [`nodes are ${positions.join()}`]),
    ...(broken === null ? [] : [`overlay: ${broken}`]),
    ...(fault.exit.includes(ending.exit) ? [] : [`exit ${ending.exit}, not ${fault.exit.join()}`]),
    ...unsaid('report', fault.says, ending.stdout),
    ...unsaid('next run', fault.nextSays, next),
    ...(ending.stderr.includes('this is a bug') ? [ending.stderr] : []),
  ];
  return { wrong, seen: wrong.length === 0 ? seen : `${seen}\n${problemsIn(ending)}` };
}

/** A crash while the nodes are disarmed may leave a mixture, which then carries traffic. */
function endsWell({ ends }: Fault, positions: readonly string[], record: RunRecord | null) {
  const whole = new Set(positions).size === 1;
  const [position = ''] = positions;
  if (!positions.every((each) => each === 'old' || each === 'new')) return false;
  if (ends === 'either') return whole || record?.stage === 'disarm';
  return whole && position === ends;
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

function haltsOf({ at }: Fault): readonly string[] {
  if (at === null) return [];
  return linesOf[at === 'random' ? 'begin' : at];
}

function confirmOf({ confirm = 12 }: Fault): number {
  return confirm;
}

function threeOf({ nodes: [first, second, third] }: Lab): readonly [LabNode, LabNode, LabNode] {
  if (first === undefined || second === undefined || third === undefined) {
    throw new Error('the lab is too small');
  }
  return [first, second, third];
}
