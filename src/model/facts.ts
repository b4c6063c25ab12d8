import type { Address } from './address.ts';
import type { Column } from './change.ts';
import type { FoundTimer } from './undo.ts';

/** An address on a NIC, as `ip -j addr` tells it. */
export interface NicAddress {
  readonly address: Address;
  readonly prefix: number;
  readonly scope: string;
  /** Neither tentative nor failed in duplicate address detection, nor about to expire. */
  readonly usable: boolean;
  /** Not the first address of its network on the NIC: the kernel does not send from it by itself. */
  readonly secondary: boolean;
}

/** A network interface of a node. */
export interface Nic {
  readonly name: string;
  /** Administratively up (flag UP). */
  readonly up: boolean;
  /** A link partner is there (flag LOWER_UP). */
  readonly carrier: boolean;
  readonly mtu: number;
  readonly mac: string | null;
  /** The reverse-path filter that holds, sysctl rp_filter: 0 none, 1 strict, 2 loose. */
  readonly rpFilter: number;
  readonly addresses: readonly NicAddress[];
}

/** The Open_vSwitch row and how it was reached. */
export interface OvsFacts {
  /** The command that answered, as found on the node. */
  readonly vsctl: string;
  /** `--db` where the inventory gives one. */
  readonly db: string | null;
  readonly version: string | null;
  /** Whether ovs-vswitchd answered its control socket; null where it could not be asked. */
  readonly vswitchdAnswers: boolean | null;
  /** What its caches held; null: it did not say. */
  readonly flows: Flows | null;
  readonly columns: Readonly<Record<Column, Readonly<Record<string, string>>>>;
}

/** A tunnel port of a node, as ovn-controller made it. */
export interface Tunnel {
  readonly port: string;
  /** The port's `ovn-chassis-id`: `<chassis>@<remote>`, from OVN 24.03 on with `%<local>`; null: not ovn-controller's. */
  readonly id: string | null;
  /** The peer that it names. */
  readonly chassis: string | null;
  readonly remoteIp: string | null;
  /** null: the kernel chooses the source address. */
  readonly localIp: string | null;
  /** Negative: OVS could not make the port; null: not yet. */
  readonly ofport: number | null;
  readonly error: string | null;
  /** The NIC that the route to the peer takes. */
  readonly egress: string | null;
  /** Packets since the port was made; OVS refreshes the counters every 5 s. */
  readonly received: number;
  readonly sent: number;
  /** Of those received, how many since an earlier look; left out: there was none. */
  readonly heard?: number;
  /** Its BFD session, which OVN has between nodes and the chassis of HA gateways (ovn-architecture(7)); null: none. */
  readonly bfd: Bfd | null;
  /** IPsec is configured on it. */
  readonly secured: boolean;
}

/** What `ovs-appctl upcall/show` tells: flows in the datapath, and how long a look at all of them takes. */
export interface Flows {
  readonly current: number;
  readonly dumpMs: number;
}

/** A BFD session, as ovs-vswitchd.conf.db(5) tells it. */
export interface Bfd {
  /** `up`, `down`, `init`, `admin_down`; null: not known yet. */
  readonly state: string | null;
  /** How often it has come up or gone down since the port was made. */
  readonly flaps: number;
}

/** An interface that asks for one endpoint of the node, `external_ids:encap-ip`. */
export interface VifEndpoint {
  readonly interface: string;
  readonly ip: string;
}

/** The daemon of the MicroOVN snap, as it answered on its control socket, or why it did not. */
export type MicroovnFacts =
  | {
      /** Of the OVN in it, such as `24.03`. */
      readonly version: string;
      /** What its API can do beyond the first version. */
      readonly extensions: readonly string[];
      readonly unread: null;
    }
  | { readonly version: null; readonly extensions: null; readonly unread: MicroovnUnread };

/** `no-client`: the node has neither curl nor python3 to ask with. */
export type MicroovnUnread =
  'no-socket' | 'permission-denied' | 'no-answer' | 'unreadable' | 'no-client';

/** The MicroOVN snap, as snapd tells. */
export interface SnapFacts {
  /** `x1`: installed by hand, and never refreshed by itself; null: not known. */
  readonly revision: string | null;
  /** Whether its refreshes are held; null: not known. */
  readonly held: boolean | null;
  /** Seconds until snaps are refreshed that are not held; `held`: all are; null: not known. */
  readonly refreshIn: number | 'held' | null;
}

/** A member of MicroOVN's cluster. */
export interface Member {
  /** Its chassis has this name, too. */
  readonly name: string;
  /** Its management address; null: not known. */
  readonly address: Address | null;
  readonly isChassis: boolean;
}

/** An OVN network of LXD. */
export interface LxdNetwork {
  readonly name: string;
  readonly project: string;
  /** `bridge.mtu`; null: LXD has not set it. */
  readonly mtu: number | null;
}

/** What LXD on a node says of its OVN networks, or why it did not. */
export type LxdFacts =
  | {
      readonly networks: readonly LxdNetwork[];
      /** `default`: this LXD cannot list those of other projects. */
      readonly projects: 'all' | 'default';
      readonly unread: null;
    }
  | { readonly networks: null; readonly projects: null; readonly unread: LxdUnread };

/** `no-timeout`: the node has no timeout(1) to end the question; `not-asked`: other nodes were. */
export type LxdUnread =
  'not-asked' | 'permission-denied' | 'no-timeout' | 'no-answer' | 'failed' | 'unreadable';

/** What one node answered, in one connection and one command. */
export interface NodeFacts {
  readonly hostname: string;
  /** The node's end of the SSH connection; null with `connection: local`. */
  readonly managementIp: Address | null;
  readonly nics: readonly Nic[];
  readonly ovs: OvsFacts;
  /** Version of the ovn-controller found, such as `23.03.1`; null where there is none. */
  readonly ovnVersion: string | null;
  /** Whether an ovn-controller answered. */
  readonly ovnRunning: boolean;
  /** Its process; null where its pidfile could not be read. */
  readonly controllerPid: number | null;
  readonly tunnels: readonly Tunnel[];
  readonly vifEndpoints: readonly VifEndpoint[];
  /** The chassis name as ovn-controller takes it: `-n`, override file, `external_ids:system-id`. */
  readonly systemId: string | null;
  /** Which of these named it, in the words of the operator's tools; null: none did. */
  readonly systemIdSource: string | null;
  /** What ovs-ctl will set as system-id at the next start: /etc/openvswitch/system-id.conf. */
  readonly systemIdFile: string | null;
  /** What MicroOVN said of itself; null: its snap is not there. */
  readonly microovn: MicroovnFacts | null;
  /** Those of its cluster, as MicroOVN tells; null: it was not asked, or gave no answer. */
  readonly members: readonly Member[] | null;
  /** null: it is not there, or was not asked for. */
  readonly microovnSnap: SnapFacts | null;
  /** null: there is no LXD that has run. */
  readonly lxd: LxdFacts | null;
  /** Revert timers, at most one; without root none is seen. */
  readonly timers: readonly FoundTimer[];
}
