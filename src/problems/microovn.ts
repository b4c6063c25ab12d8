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
};

const reasons: Readonly<Record<MicroovnUnread, string>> = {
  'no-socket': 'its control socket is not there',
  'permission-denied': 'its control socket is for root only',
  'no-answer': 'its daemon does not answer',
  unreadable: 'the answer of its daemon makes no sense',
  'no-client': 'the node has neither curl nor python3 to ask with',
};
