import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { SouthboundKind } from '../lab/keeper.ts';
import type { Lab } from '../lab/lab.ts';
import { measureTraffic } from '../lab/traffic.ts';
import { confirmOf, threeOf, type Fault } from './fault.ts';
import { judge, type Verdict } from './judge.ts';
import { meet, type Meeting, type Met } from './meet.ts';
import type { Before } from './world.ts';

/** A lab that many rounds use, one after the other. */
export interface Stand {
  readonly lab: Lab;
  readonly southbound: SouthboundKind;
  readonly before: Before;
  rounds: number;
}

/** What a round came to. */
export interface Round extends Verdict {
  /** false: the run had failed by itself before the moment came. */
  readonly struck: boolean;
}

/** Lets one run meet one fault, and judges what is left; `chance` is from 0 to 1. */
export async function round(stand: Stand, fault: Fault, chance: number): Promise<Round> {
  const { lab, before } = stand;
  const nodes = threeOf(lab);
  const state = join(lab.dir, `state-${(stand.rounds += 1)}`);
  await mkdir(state);
  const preparation = (await fault.prepare?.(lab, nodes)) ?? {};
  try {
    const met = await underTraffic(fault, { lab, nodes, state, preparation, chance });
    const expected = met.struck ? fault : unstruck(fault);
    const verdict = await judge({ lab, before, state }, expected, met);
    return { ...verdict, struck: met.struck };
  } finally {
    await preparation.undo?.();
  }
}

/** Tunnels that carry something are proven sooner. */
async function underTraffic(fault: Fault, meeting: Meeting): Promise<Met> {
  const traffic = await measureTraffic(meeting.lab, { intervalMs: 200 });
  try {
    return await meet(fault, meeting);
  } finally {
    await traffic.stop();
  }
}

/** Whatever a run fails of, it must leave the fleet whole. */
function unstruck(fault: Fault): Fault {
  const { name, at } = fault;
  return { name, at, confirm: confirmOf(fault), ends: 'either', exit: [1, 4, 8, 9] };
}
