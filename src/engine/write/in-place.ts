import type { Fleet, Stage, StageWrite } from '../../model/plan.ts';
import type { Finding } from '../../problems/problem.ts';
import { reversed } from '../../ovn/tunnel-move.ts';
import { unwritten } from './barrier.ts';
import { beginStage, catchAll, ended, primeAll } from './begin.ts';
import { noteAll, targetsOf, type Run, type Failure } from './run.ts';
import { pool, timeLimit } from '../ask.ts';
import { fleetOf } from '../read/fleet.ts';
import { moveSouthbound } from './southbound.ts';
import { gatewaysNow, type Gateways } from './proof.ts';
import { extendAll } from './timers.ts';
import { rereadAll, type Target } from '../read/observe.ts';
import { isDoubtful } from './undo.ts';
import { isMoved, write } from './write.ts';
import { writeAll } from './write-all.ts';

/** Nobody stands still for longer: by then a node reverts, and goes on. */
const longestSeconds = 30;

/** How long the nodes stood still, and where gateways were before. */
export interface Still {
  readonly seconds: number;
  readonly gateways: Gateways;
}

/**
 * Moves tunnels in place: every ovn-controller stands still, the southbound rows and the tunnels are
 * re-addressed, and all go on with what they would have made themselves (docs/cutover.md).
 */
export async function moveInPlace(run: Run): Promise<Failure | Still> {
  const { begin, world } = run;
  const seconds = Math.min(begin.confirmSeconds, longestSeconds);
  for (const stage of begin.stages) await primeAll(run, stage);
  const gateways = await gatewaysNow(run);
  const late = await extendAll(run, seconds);
  if (late !== null) return late;
  const half = timeLimit(world.clock, 'standing still', seconds / 2);
  const began = world.clock.now();
  for (const stage of begin.stages) {
    const failure = (await beginStage(run, stage)) ?? (await oneStep(run, stage, half));
    if (failure !== null) return { ...failure, stage: stage.name };
  }
  return { seconds: (world.clock.now() - began) / 1000, gateways };
}

/**
 * While all stand still, what was re-addressed goes back in place, and nobody notices; once somebody
 * goes on, OVN makes of the old keys what is right by itself.
 */
export async function backInPlace(run: Run, signal: AbortSignal): Promise<void> {
  // Who was told to go on, and was not heard of, may do so yet.
  const mayGoOn = run.begun.some(({ name }) => name === 'thaw') && isDoubtful(run);
  if (mayGoOn) return;
  const fleet = await look(run, signal);
  if (unwritten(still(run), fleet).length > 0) return;
  const moves = run.begun.filter(({ name }) => name === 'southbound' || name === 'move');
  for (const stage of moves.toReversed().map(back)) {
    await southbound(run, stage, signal);
    await pool(stage.writes, run.forks, async ({ node, ...what }) => {
      const [target] = targetsOf(run, [node]);
      const facts = fleet.nodes.find(({ spec }) => spec.name === node)?.facts;
      const isThere =
        facts !== undefined && what.tunnels.every((each) => isMoved(reversed(each), facts));
      if (target !== undefined && isThere) await write(target, what, run.world, signal);
    });
  }
}

async function oneStep(run: Run, stage: Stage, signal: AbortSignal): Promise<Failure | null> {
  const over = AbortSignal.any([signal, run.world.signal]);
  await catchAll(run, stage, over);
  const failure =
    (await southbound(run, stage, over)) ??
    (await writeAll(run, stage, { signal, over })) ??
    ended(run);
  const isGate = stage.name === 'freeze' || stage.name === 'southbound';
  return failure !== null || !isGate ? failure : notStill(run, over);
}

async function southbound(
  run: Run,
  { southbound: move }: Stage,
  signal: AbortSignal,
): Promise<Failure | null> {
  if (move === null) return null;
  const [target] = targetsOf(run, [move.via]);
  if (target === undefined) throw new Error(`${move.via} was never read`);
  const problem = await moveSouthbound(move, target, { world: run.world, signal });
  // Who was interrupted cannot tell what became of it.
  return problem === null ? null : (ended(run) ?? { nodes: [], problem });
}

/** Whoever does not stand still as it was planned for would undo what follows. */
async function notStill(run: Run, signal: AbortSignal): Promise<Failure | null> {
  const fleet = await look(run, signal);
  const interrupted = ended(run);
  if (interrupted !== null) return interrupted;
  const found = [
    ...unwritten(still(run), fleet),
    ...fleet.nodes.flatMap(({ spec, facts }): readonly Finding[] => {
      const target = run.targets.get(spec.name);
      const reason = target === undefined ? null : changed(target, facts);
      return reason === null
        ? []
        : [{ nodes: [spec.name], problem: { kind: 'not-still', reason } }];
    }),
  ];
  return noteAll(run, found);
}

function changed({ facts: before }: Target, now: Target['facts']): string | null {
  if (!now.ovnRunning) return 'its ovn-controller does not answer any more';
  if (now.controllerPid !== before.controllerPid) return 'its ovn-controller was started again';
  return idsOf(before) === idsOf(now) ? null : 'its tunnels are not those of before';
}

function idsOf({ tunnels }: Target['facts']): string {
  return tunnels
    .map(({ port, id, ofport }) => `${port} ${id} ${ofport}`)
    .toSorted()
    .join();
}

async function look(run: Run, signal: AbortSignal): Promise<Fleet> {
  const names = still(run).map(({ node }) => node);
  return fleetOf(await rereadAll(targetsOf(run, names), run, signal), []);
}

/** What nodes hold while all stand still, those among them that a run left so when it died. */
function still({ begin: { stages } }: Run): Stage['writes'] {
  return stages.filter(({ name }) => name === 'thaw').flatMap((stage) => back(stage).writes);
}

/** The same stage the other way round. */
function back(stage: Stage): Stage {
  const { southbound: move } = stage;
  return {
    ...stage,
    // A chassis that has joined since is no reason to leave the rows of the others moved.
    southbound: move && {
      ...move,
      chassis: null,
      encaps: move.encaps.map((row) => ({ ...row, before: row.after, after: row.before })),
    },
    writes: stage.writes.map(({ node, changes, holds, tunnels }): StageWrite => ({
      node,
      changes: changes.map((each) => ({ ...each, before: each.after, after: each.before })),
      holds,
      tunnels: tunnels.map(reversed),
    })),
  };
}
