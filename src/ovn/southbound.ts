import { canonical } from '../model/address.ts';
import type { Fleet } from '../model/plan.ts';
import type { SouthboundMove } from '../model/move.ts';
import type { Southbound } from '../model/southbound.ts';
import { effective, keys, sameValue } from './keys.ts';
import { isRemote } from './remotes.ts';

/** The southbound database that the nodes themselves name, as a comma list; null: none, or several. */
export function ownRemote({ nodes }: Pick<Fleet, 'nodes'>): string | null {
  const found = nodes.flatMap(
    ({ facts }) => effective(facts, 'external_ids', keys.remote).value ?? [],
  );
  const [first = '', ...others] = found;
  const agree = others.every((other) => sameValue(keys.remote, other, first));
  return agree && isRemote(first) ? first : null;
}

/** What it said; null: it was not asked. */
export function ownSouthbound(fleet: Fleet): Southbound | null {
  const remote = ownRemote(fleet);
  return fleet.southbound.find((each) => sameValue(keys.remote, each.remote, remote)) ?? null;
}

/** What becomes of its rows, by the endpoints that chassis are to have. */
export function southboundMove(
  fleet: Fleet,
  peers: ReadonlyMap<string, string>,
): SouthboundMove | null {
  const own = ownSouthbound(fleet);
  if (own === null || !own.chassis.ok) return null;
  const rows = own.chassis.value;
  const encaps = rows.flatMap(({ name, encaps }) =>
    encaps.flatMap(({ uuid, type, ip: before }) => {
      const after = peers.get(name) ?? before;
      return canonical(before) === canonical(after) ? [] : [{ uuid, type, before, after }];
    }),
  );
  return { via: own.via, remote: own.remote, chassis: rows.map(({ name }) => name), encaps };
}
