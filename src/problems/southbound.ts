import { kind } from './kind.ts';

/** Where the southbound database does not say what the nodes say. */
export const southbound = {
  'southbound-missing': kind<{
    systemId: string;
    /** Other chassis that hold an endpoint of this one. */
    holders: readonly string[];
  }>({
    class: 'tunnel',
    summary: ({ systemId }) => `the southbound database has no chassis ${systemId}`,
    hint: ({ holders }) => unpublished(holders),
  }),
  'southbound-disagrees': kind<{
    systemId: string;
    /** Texts such as `geneve 198.19.0.11`. */
    found: readonly string[];
    wanted: readonly string[];
    holders: readonly string[];
  }>({
    class: 'tunnel',
    summary: ({ systemId, found, wanted }) =>
      `the southbound database has ${list(found)} for chassis ${systemId}, the node's own database says ${list(wanted)}`,
    hint: ({ holders }) => unpublished(holders),
  }),
  'southbound-unread': kind<{ remote: string; reason: string }>({
    class: 'warning',
    told: true,
    summary: ({ remote, reason }) =>
      `the southbound database was not compared: ${remote} cannot be read from here: ${reason}`,
    hint: 'correct `southbound` in the playbook, or let this node reach it; for ssl: it needs the keys that `ovs-vsctl get-ssl` names',
  }),
};

/** The peers follow the southbound database: their tunnels lead to the endpoints in it. */
function unpublished([holder]: readonly string[]): string {
  return holder === undefined
    ? 'check that ovn-controller runs here and is connected to this database; its log names the rows that it could not publish'
    : `chassis ${holder} holds that endpoint, and OVN gives it to one only: free it there, or, if it is gone for good: \`ovn-sbctl chassis-del ${holder}\``;
}

function list(encaps: readonly string[]): string {
  return encaps.join(', ') || 'nothing';
}
