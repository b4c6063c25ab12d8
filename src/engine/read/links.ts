import { linksQuestion, type Links, type Surveyed } from '../../remote/links/question.ts';
import { ask, pool } from '../ask.ts';
import type { Reading } from './observe.ts';
import type { Limits, Session, World } from '../ports.ts';

/** Asks the nodes that were read what their NICs are, over the sessions that they were read over. */
export async function readLinks(
  readings: readonly Reading[],
  world: World,
  { forks }: Limits,
): Promise<readonly Surveyed[]> {
  const asked = await pool(readings, forks, async ({ spec, facts, session }) =>
    facts.ok && session !== null
      ? [{ node: spec.name, facts: facts.value, links: await linksOf(session, world) }]
      : [],
  );
  return asked.flat();
}

/** Nothing depends on it: a node that does not say so is read all the same. */
async function linksOf(session: Session, world: World): Promise<Links> {
  const links = await ask(linksQuestion, session, world, world.signal);
  return links.ok ? links.value : new Map();
}
