import type { Value } from '../model/change.ts';
import type { MicroovnUnread } from '../model/facts.ts';
import { kind, show } from './kind.ts';

/** Particular to nodes with the MicroOVN snap. */
export const microovn = {
  'microovn-name': kind<{ systemId: string; hostname: string }>({
    class: 'warning',
    summary: ({ systemId, hostname }) =>
      `system-id ${systemId} differs from the host name ${hostname} of this MicroOVN node`,
    hint: 'MicroOVN and LXD look the chassis up by its host name',
  }),
  'microovn-ignores-underlay': kind<{ version: string }>({
    class: 'warning',
    summary: ({ version }) =>
      `MicroOVN ${version} ignores the underlay when it is bootstrapped or joins`,
    hint: 'it then takes the management address (it lacks the API extension custom_encapsulation_ip); `mcreconcile apply` sets the endpoint itself',
  }),
  'microovn-unread': kind<{ reason: MicroovnUnread }>({
    class: 'note',
    summary: ({ reason }) =>
      `it is not known whether MicroOVN takes an underlay at bootstrap: ${reasons[reason]}`,
    hint: 'nothing depends on it here: `mcreconcile apply` sets the endpoint itself',
    variant: ({ reason }) => reason,
  }),
  'microovn-refresh': kind<{ isKnown: boolean }>({
    class: 'warning',
    summary: ({ isKnown }) =>
      `${isKnown ? 'snapd may refresh MicroOVN' : 'it is not known whether snapd refreshes MicroOVN'} during the run, which restarts ovn-controller`,
    hint: 'hold it on these nodes before: `sudo snap refresh --hold=2h microovn` (`--unhold` ends it)',
  }),
  'microovn-remote': kind<{ found: Value; wanted: Value }>({
    class: 'warning',
    told: true,
    summary: ({ found, wanted }) =>
      `ovn-remote is ${show(found)}, not ${show(wanted)}: MicroOVN manages this key, so it is left alone`,
    hint: 'MicroOVN writes it at each start and change of members: set it with `microovn config set ovn.central-ips`, or take the key out of the playbook',
  }),
  /** Members are compared with the inventory; the nodes' tunnels, which tell of chassis, do not show this one. */
  'member-unlisted': kind<{ member: string; address: string | null }>({
    class: 'warning',
    told: true,
    summary: ({ member: name, address }) =>
      `member ${name} of MicroOVN (${address ?? 'no address'}) is a chassis, and not in the inventory`,
    hint: ({ member: name, address }) =>
      `a move would leave it behind: \`mcreconcile init --add ${name}${address === null ? '' : `=${address}`} INVENTORY\`; if others run it: name it under \`outsiders\` in the inventory`,
    variant: ({ member: name }) => name,
  }),
  'member-gone': kind({
    class: 'warning',
    told: true,
    summary: 'this node is no member of MicroOVN any more',
    hint: 'take it out of the inventory, or let it join again',
  }),
  'member-moved': kind<{ address: string; was: string }>({
    class: 'warning',
    told: true,
    summary: ({ address, was }) =>
      `MicroOVN has this node at ${address}, the inventory at ${was}, where it is not reached`,
    hint: ({ address }) => `if it has moved: \`address: ${address}\` in the inventory`,
  }),
  'microovn-disagrees': kind<{
    /** Of each node, the members that others do not tell alike. */
    answers: readonly { node: string; members: readonly string[] }[];
  }>({
    class: 'warning',
    told: true,
    summary: ({ answers }) =>
      `MicroOVN has other members on one node than on another: ${answers
        .map(({ node, members }) => `${node} ${members.slice(0, 20).join(', ') || 'none'}`)
        .join('; ')}`,
    hint: 'look at `microovn cluster list` on both; the inventory was compared with neither',
  }),
};

const reasons: Readonly<Record<MicroovnUnread, string>> = {
  'no-socket': 'its control socket is not there',
  'permission-denied': 'its control socket is for root only',
  'no-answer': 'its daemon does not answer',
  unreadable: 'the answer of its daemon makes no sense',
  'no-client': 'the node has neither curl nor python3 to ask with',
};
