import type { Change } from '../model/change.ts';
import type { NodeFacts } from '../model/facts.ts';
import { effective } from './effective.ts';
import { keys } from './keys.ts';
import { does } from './versions.ts';

type Pair = Pick<Change, 'key' | 'after'>;

/** From this change on tunnels send from their own endpoint. */
export function addsSource({ key, after }: Pair): boolean {
  return key === keys.setLocalIp && after === 'true';
}

/** Not before every endpoint is where its peers expect it: mixtures need the source. */
export function dropsSource({ key, after }: Pair): boolean {
  return key === keys.setLocalIp && after !== 'true';
}

/** Whether this OVN names the source of a tunnel only where it is asked to. */
export function asksForSource({ ovnVersion }: Pick<NodeFacts, 'ovnVersion'>): boolean {
  return knows(ovnVersion) && !always(ovnVersion);
}

/** Whether a node's tunnels name their endpoint as source, once these changes are written. */
export function sendsFromEndpoint(facts: NodeFacts, changes: readonly Change[] = []): boolean {
  const change = changes.find(({ key }) => key === keys.setLocalIp);
  const { value } = effective(facts, 'external_ids', keys.setLocalIp);
  const asked = change === undefined ? value : change.after;
  return always(facts.ovnVersion) || (asked === 'true' && knows(facts.ovnVersion));
}

function knows(version: string | null): boolean {
  return does('knowsSource', version, { unknown: false });
}

function always(version: string | null): boolean {
  return does('alwaysNamesSource', version, { unknown: false });
}
