import type { Surveyed } from '../setup/candidates.ts';
import { linksScript, parseLinks, type Links } from '../setup/links.ts';
import { commandDeadline } from './deadlines.ts';
import type { Reading } from './observe.ts';
import { pool } from './pool.ts';
import type { Limits, Session, World } from './ports.ts';

/** Asks the nodes that were read what their NICs are, over the sessions that they were read over. */
export async function readLinks(
  readings: readonly Reading[],
  world: World,
  { forks }: Limits,
): Promise<readonly Surveyed[]> {
  const asked = await pool(readings, forks, async ({ spec, facts, session }) =>
    facts.ok && session !== null
      ? [{ node: spec.name, facts: facts.value, links: await ask(session, world) }]
      : [],
  );
  return asked.flat();
}

/** Nothing depends on it: a node that does not say so is read all the same. */
async function ask(session: Session, world: World): Promise<Links> {
  const boundary = world.nonce();
  const signal = commandDeadline(world.clock, 'reading the NICs', world.signal);
  const outcome = await session.run(linksScript(boundary), signal);
  if (!outcome.ok) return new Map();
  return parseLinks(boundary, outcome.value.stdout, outcome.value.stderr);
}
