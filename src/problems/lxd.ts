import type { LxdNetwork, LxdUnread } from '../model/facts.ts';
import { kind } from './kind.ts';

/** With the OVN networks of LXD, which is read and never written. */
export const lxd = {
  'lxd-unread': kind<{ reason: LxdUnread }>({
    class: 'warning',
    summary: ({ reason }) => `the OVN networks of LXD are not known: ${reasons[reason]}`,
    hint: 'the underlay is proven for what other nodes tell, else for 1442 bytes: declare overlay_mtu if networks are larger, or look with `lxc network list local: --all-projects`',
    variant: ({ reason }) => reason,
  }),
  'lxd-default-only': kind({
    class: 'warning',
    summary: 'this LXD lists the networks of project default only',
    hint: 'declare overlay_mtu if those of other projects are larger (LXD 5.21.4, 6.4 and later list all)',
  }),
  'lxd-disagrees': kind<{
    /** Of each node, what others do not tell alike. */
    answers: readonly { node: string; networks: readonly LxdNetwork[] }[];
  }>({
    class: 'warning',
    summary: ({ answers }) =>
      `LXD has other OVN networks on one node than on another: ${answers
        .map(({ node, networks }) => `${node} ${some(networks.map(withMtu)) || 'none'}`)
        .join('; ')}`,
    hint: 'the largest of all counts; if these are members of one cluster, look at `lxc cluster list`',
  }),
  /** Declared is less than they have. */
  'lxd-networks-break': kind<{
    interface: string;
    mtu: number;
    networks: readonly LxdNetwork[];
  }>({
    class: 'warning',
    told: true,
    summary: ({ interface: name, mtu, networks }) =>
      `NIC ${name} (MTU ${mtu}) is too small for the bridge.mtu of ${lxdNetworks(networks)}: full-size packets are lost`,
    hint: ({ interface: name }) =>
      `raise the MTU of ${name}, or lower bridge.mtu of these networks and restart their instances`,
  }),
  /** The endpoints move to a larger MTU than LXD made its networks for. */
  'lxd-networks-stay': kind<{ networks: readonly LxdNetwork[]; isProven: boolean }>({
    class: 'note',
    summary: ({ networks }) =>
      `bridge.mtu stays below the 1500 bytes that the new underlay carries: ${lxdNetworks(networks)}`,
    hint: ({ networks, isProven }) =>
      `once all have moved: ${unsetting(networks)}. LXD then takes what the underlay carries (leave out what is small on purpose); running instances keep their MTU until they are restarted${isProven ? '' : '. To prove the way at that size, too, declare overlay_mtu: 1500 before the move'}`,
  }),
};

/** In a sentence: `LXD network default`, `LXD networks default and web (project shop)`. */
export function lxdNetworks(networks: readonly LxdNetwork[]): string {
  return `LXD network${networks.length === 1 ? '' : 's'} ${some(networks.map(named))}`;
}

const reasons: Readonly<Record<LxdUnread, string>> = {
  'not-asked': 'the nodes that were asked have no LXD',
  'permission-denied': 'its socket is for root and the group lxd',
  'no-timeout': 'this node has no timeout(1), without which it is not asked',
  'no-answer': 'it did not answer within 5 s',
  failed: '`lxc network list` failed',
  unreadable: 'its answer makes no sense',
};

/** Enough to know which they are, where there are hundreds. */
const most = 20;

function some(texts: readonly string[], beyond = ''): string {
  const rest = texts.length - most;
  return [...texts.slice(0, most), ...(rest > 0 ? [`${rest} more${beyond}`] : [])].join(', ');
}

function named({ name, project }: LxdNetwork): string {
  return project === 'default' ? name : `${name} (project ${project})`;
}

function withMtu(network: LxdNetwork): string {
  return `${named(network)} ${network.mtu ?? '(no bridge.mtu)'}`;
}

function unsetting(networks: readonly LxdNetwork[]): string {
  const commands = networks.map(({ name, project }) => {
    const scope = project === 'default' ? [] : ['--project', project];
    return `\`${['lxc', 'network', 'unset', name, 'bridge.mtu', ...scope].map(quoted).join(' ')}\``;
  });
  return some(commands, ' (`lxc network list --all-projects`)');
}

/** Names that LXD allows need no quotes: whatever else a node says must not become a command. */
function quoted(word: string): string {
  return /^[\w.:/-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
