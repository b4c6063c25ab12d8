import { parseAddress, type Address } from '../model/address.ts';
import { carries, type Fleet, type NodePlan, type PathProbe } from '../model/plan.ts';
import type { Play } from '../model/play.ts';
import { endpointChange } from '../ovn/endpoints.ts';
import { tasks } from '../tasks/index.ts';
import { payloadOf } from '../tasks/overlay-mtu.ts';
import { outsiders, type Members, type Outsider } from './outsiders.ts';

/** A node whose endpoint moves; null: to what is no address. */
interface Mover {
  readonly name: string;
  readonly source: Address | null;
}

/** Each chassis outside the inventory, and the nodes that would move away from it. */
export function exposures(
  fleet: Fleet,
  chosen: readonly NodePlan[],
  members: Members | undefined,
): readonly { readonly outsider: Outsider; readonly movers: readonly Mover[] }[] {
  const movers = chosen.flatMap(moverOf);
  return outsiders(fleet, members, chosen)
    .map((outsider) => ({ outsider, movers: movers.filter(meets(outsider, fleet)) }))
    .filter((each) => each.movers.length > 0);
}

/** Pings from the new endpoints to those of the chassis outside, as long as the overlay's packets. */
export function outsideProbes(
  play: Play,
  fleet: Fleet,
  chosen: readonly NodePlan[],
  members: Members | undefined,
): readonly PathProbe[] {
  const payload = overlayPayload(play, fleet);
  const found = exposures(fleet, chosen, members);
  return chosen.flatMap(moverOf).flatMap(({ name: node, source }): readonly PathProbe[] => {
    const met = found.filter(({ movers }) => movers.some(({ name }) => name === node));
    const targets = met.flatMap(({ outsider }) => targetsOf(outsider, source));
    return source === null || targets.length === 0 ? [] : [{ node, source, payload, targets }];
  });
}

/** Of a ping as long as the largest packet that a task of the play cares for. */
export function overlayPayload({ tasks: declared }: Play, fleet: Fleet): number {
  const payloads = declared.flatMap(({ task, args }) => tasks[task]?.payload?.(args, fleet) ?? []);
  return payloads.length === 0 ? payloadOf({}, fleet) : Math.max(...payloads);
}

/** Every address that this endpoint can have a tunnel to has answered. */
export function provenBy({ paths }: Fleet, { name, source }: Mover, outsider: Outsider): boolean {
  const targets = targetsOf(outsider, source);
  const answered = targets.filter(({ node }) =>
    paths?.some((answer) => answer.from === name && answer.to === node && carries(answer)),
  );
  return targets.length > 0 && answered.length === targets.length;
}

/** Named as in `ovn-chassis-id`: no node has such a name. */
function targetsOf({ chassis, addresses }: Outsider, source: Address | null): PathProbe['targets'] {
  return addresses
    .filter((address) => source !== null && parseAddress(address)?.family === source.family)
    .map((address) => ({ node: `${chassis}@${address}`, address }));
}

/** Who has no endpoint yet has no tunnel that could break. */
function moverOf({ name, changes }: NodePlan): readonly Mover[] {
  const change = endpointChange(changes);
  if (change === undefined || change.before === null) return [];
  return [{ name, source: parseAddress(change.after?.split(',')[0] ?? '') }];
}

/** Whoever has a tunnel to it; where ports do not tell, everybody. */
function meets({ peers }: Outsider, { nodes }: Fleet) {
  const told = new Set(
    nodes.flatMap(({ spec, facts }) =>
      facts.tunnels.some(({ chassis, remoteIp }) => chassis !== null && remoteIp !== 'flow')
        ? spec.name
        : [],
    ),
  );
  return ({ name }: Mover): boolean =>
    peers.length === 0 || peers.includes(name) || !told.has(name);
}
