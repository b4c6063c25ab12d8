import { centralName } from './addresses.ts';
import type { SouthboundKind } from './keeper.ts';
import { allNamespaces, createPlace, type Place } from './place.ts';
import type { ProcessId } from './processes.ts';

/** The southbound servers of a cluster, as their files in /run/ovn are called; one alone is the first. */
export const southboundServers = ['ovnsb_db', 'ovnsb_db2', 'ovnsb_db3'] as const;

export type SouthboundServer = (typeof southboundServers)[number];

/** Where OVN's databases and northd run; ovn-sbctl finds whoever leads. */
export function createCentral(init: ProcessId, southbound: SouthboundKind): Place {
  const sockets = southboundServers.map((server) => `unix:/run/ovn/${server}.sock`);
  const variables = southbound === 'cluster' ? { OVN_SB_DB: sockets.join() } : {};
  return createPlace(centralName, init, allNamespaces, variables);
}
