import { parseSouthbound } from '../facts/southbound-parse.ts';
import { southboundScript } from '../facts/southbound-script.ts';
import { describe } from '../model/describe.ts';
import type { Play } from '../model/play.ts';
import { err } from '../model/result.ts';
import type { Southbound } from '../model/southbound.ts';
import { southboundRemotes } from '../planner/probes.ts';
import { commandDeadline, nodeDeadline } from './deadlines.ts';
import type { Read } from './fleet.ts';
import type { Session, World } from './ports.ts';

/** A node as it was read, and the way to ask it more. */
export interface Asked extends Read {
  readonly session: Session | null;
}

interface Wanted {
  readonly play: Play;
  readonly selected: ReadonlySet<string>;
}

/** Reads what the play names of southbound databases, by the first selected node that was read. */
export async function readSouthbound(
  { play, selected }: Wanted,
  nodes: readonly Asked[],
  world: World,
  outer: AbortSignal,
): Promise<readonly Southbound[]> {
  const node = nodes.find(({ spec, facts }) => facts.ok && selected.has(spec.name));
  if (node === undefined || outer.aborted) return [];
  const read: Southbound[] = [];
  for (const remote of southboundRemotes(play)) read.push(await ask(remote, node, world, outer));
  return read;
}

async function ask(
  remote: string,
  { spec, session, facts }: Asked,
  world: World,
  outer: AbortSignal,
): Promise<Southbound> {
  if (session === null || !facts.ok) throw new Error(`${spec.name} was never read`);
  const boundary = world.nonce();
  const phase = 'reading the southbound database';
  const signal = commandDeadline(world.clock, phase, nodeDeadline(world.clock, phase, outer));
  const script = southboundScript(facts.value.ovs, remote, boundary);
  const outcome = await session.run(script, signal);
  const chassis = outcome.ok
    ? parseSouthbound(boundary, outcome.value)
    : err(describe(outcome.error).summary);
  return { remote, via: spec.name, chassis };
}
