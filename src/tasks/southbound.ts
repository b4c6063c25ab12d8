import { canonical } from '../model/address.ts';
import type { NodeFacts } from '../model/facts.ts';
import type { NodeState } from '../model/plan.ts';
import type { Finding, Problem } from '../problems/problem.ts';
import type { SouthboundChassis } from '../model/southbound.ts';
import { effectiveList, keys } from '../ovn/keys.ts';

/** Where the southbound database does not hold what the nodes' own databases say. */
export function judgeSouthbound(
  nodes: readonly NodeState[],
  rows: readonly SouthboundChassis[],
): readonly Finding[] {
  return nodes.flatMap(({ spec, facts }): readonly Finding[] => {
    const problem = judge(facts, rows);
    return problem === null ? [] : [{ nodes: [spec.name], problem }];
  });
}

/** Any host of Open vSwitch has a system-id; who also has an ovn-remote is meant to be a chassis. */
function judge(facts: NodeFacts, rows: readonly SouthboundChassis[]): Problem | null {
  const { systemId } = facts;
  if (systemId === null || effectiveList(facts, keys.remote).length === 0) return null;
  const wanted = wantedEncaps(facts);
  const own = rows.find(({ name }) => name === systemId);
  const holders = rows
    .filter((row) => row !== own && encaps(row).some((each) => wanted.includes(each)))
    .map(({ name }) => name);
  if (own === undefined) return { kind: 'southbound-missing', systemId, holders };
  const found = encaps(own);
  if (found.join() === wanted.join()) return null;
  return { kind: 'southbound-disagrees', systemId, found, wanted, holders };
}

/** Each address with each type: so ovn-controller publishes them (chassis.c). */
function wantedEncaps(facts: NodeFacts): readonly string[] {
  const types = effectiveList(facts, keys.encapType);
  return asSet(
    effectiveList(facts, keys.encapIp).flatMap((ip) => types.map((type) => text(type, ip))),
  );
}

function encaps(row: SouthboundChassis): readonly string[] {
  return asSet(row.encaps.map(({ type, ip }) => text(type, ip)));
}

function text(type: string, ip: string): string {
  return `${type} ${canonical(ip)}`;
}

function asSet(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].toSorted();
}
