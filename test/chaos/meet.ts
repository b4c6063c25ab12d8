import { setTimeout as sleep } from 'node:timers/promises';
import type { Undo } from '../lab/faults.ts';
import type { Lab } from '../lab/lab.ts';
import { confirmOf, limitOf, type Fault, type Preparation, type Scene } from './fault.ts';
import { launch, type Ending, type Program } from './program.ts';
import { standingStill } from './standing-still.ts';

/** What a run meets its fault in. */
export interface Meeting {
  readonly lab: Lab;
  readonly nodes: Scene['nodes'];
  readonly state: string;
  readonly preparation: Preparation;
  /** From 0 to 1: when a fault strikes that may do so at any time. */
  readonly chance: number;
}

/** How a run came out of it. */
export interface Met {
  /** false: the run had ended before the moment came. */
  readonly struck: boolean;
  readonly ending: Ending;
  /** Nodes that stood still for too long. */
  readonly still: readonly string[];
}

/** Runs the program, lets the fault strike, and brings the world back as the fault says. */
export async function meet(fault: Fault, meeting: Meeting): Promise<Met> {
  const { lab, nodes, state, preparation, chance } = meeting;
  const { inventory = lab.inventory, playbook = 'underlay', wrap = [] } = preparation;
  const seconds = String(confirmOf(fault));
  const options = ['--playbook', playbook, '--confirm-timeout', seconds, '-T', '5', '-o', 'json'];
  const args = ['apply', inventory, ...options];
  const program = launch({ args, halts: haltsOf(fault), state, wrap });
  try {
    const halted = fault.at !== null && (await program.halted());
    const scene = { lab, nodes, program, state, inventory };
    const undo = halted ? await strike(fault, scene, chance) : undefined;
    const until = Date.now() + (limitOf(fault) + marginSeconds) * 1000;
    const watched = fault.ends === 'frozen' || !halted ? [] : nodes;
    const still = standingStill(watched, until, program.ending);
    const ending = await mended(fault, program, undo);
    return { struck: halted || fault.at === null, ending, still: await still };
  } finally {
    program.signal('SIGKILL');
  }
}

/** A node looks at its clock every second; the machine may be busy. */
const marginSeconds = 10;

/** Milliseconds from the first line of the journal on in which a run may be struck at random. */
const randomMs = 4000;

async function strike(fault: Fault, scene: Scene, chance: number): Promise<Undo | void> {
  const { program } = scene;
  if (fault.at !== 'random') {
    const undo = await fault.strike?.(scene);
    program.signal('SIGCONT');
    return undo;
  }
  program.signal('SIGCONT');
  await sleep(chance * randomMs);
  return fault.strike?.(scene);
}

async function mended({ mendAfter }: Fault, program: Program, undo?: Undo | void): Promise<Ending> {
  if (mendAfter !== undefined) await sleep(mendAfter).then(() => undo?.());
  const ending = await program.ending;
  if (mendAfter === undefined) await undo?.();
  return ending;
}

function haltsOf({ at }: Fault): readonly string[] {
  if (at === null) return [];
  return [at === 'random' ? 'begin' : at];
}
