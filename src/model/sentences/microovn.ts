import type { Value } from '../change.ts';
import type { Sentences } from '../describe.ts';
import type { MicroovnUnread } from '../facts.ts';
import type { MicroovnProblem } from '../microovn-problem.ts';

export const microovnSentences: Sentences<MicroovnProblem['kind']> = {
  'microovn-name': ({ systemId, hostname }) => ({
    summary: `system-id ${systemId} differs from the host name ${hostname} of this MicroOVN node`,
    hint: 'MicroOVN and LXD look the chassis up by its host name',
  }),
  'microovn-ignores-underlay': ({ version }) => ({
    summary: `MicroOVN ${version} ignores the underlay when it is bootstrapped or joins`,
    hint: 'it takes the management address then (no API extension custom_encapsulation_ip); `mcreconcile apply` sets the endpoint itself',
  }),
  'microovn-unread': ({ reason }) => ({
    summary: `whether MicroOVN takes an underlay at bootstrap is not known: ${reasons[reason]}`,
    hint: 'nothing depends on it here: `mcreconcile apply` sets the endpoint itself',
  }),
  'microovn-remote': ({ found, wanted }) => ({
    summary: `ovn-remote is ${show(found)}, not ${show(wanted)}: it is MicroOVN's, and left as it is`,
    hint: 'MicroOVN writes it at each start and change of members: set it with `microovn config set ovn.central-ips`, or take the key out of the playbook',
  }),
};

const reasons: Readonly<Record<MicroovnUnread, string>> = {
  'no-socket': 'its control socket is not there',
  'permission-denied': 'its control socket is for root only',
  'no-answer': 'its daemon does not answer',
  unreadable: 'the answer of its daemon makes no sense',
  'no-client': 'the node has neither curl nor python3 to ask with',
};

function show(value: Value): string {
  return value === null ? 'absent' : `"${value}"`;
}
