import type { Address, Cidr } from './address.ts';

/** A position in a file that the user wrote; line and column start at 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** How an endpoint is named: by any of the three; given together they must agree. */
export interface UnderlaySpec {
  readonly ip?: { readonly address: Address; readonly prefix: number | null };
  readonly interface?: string;
  readonly subnet?: Cidr;
}

/** What the inventory says of the SSH connection; absent keys are left to flags and OpenSSH's defaults. */
export interface SshSpec {
  readonly user?: string;
  readonly port?: number;
  readonly identity_file?: string;
  readonly known_hosts?: string;
  /** Jump hosts, as ssh's -J takes them; `none`: none, whatever OpenSSH's configuration says. */
  readonly jump?: string;
  readonly transport?: 'auto' | 'ssh2' | 'openssh';
  /** true: by sudo. */
  readonly become?: boolean | 'sudo' | 'doas';
}

/** One node, with defaults and groups merged under it. */
export interface NodeSpec {
  readonly name: string;
  /** Management address or host name. */
  readonly address: string;
  readonly connection: 'ssh' | 'local';
  readonly ssh: SshSpec;
  /** false: the endpoint is the management address; null: the inventory names none. */
  readonly underlay: UnderlaySpec | false | null;
  readonly ovs: { readonly vsctl?: string; readonly db?: string };
  readonly systemId: string | null;
  readonly vars: Readonly<Record<string, string>>;
  /** Variables that are set, but cannot be used. */
  readonly unusable?: Readonly<Record<string, Remark>>;
  readonly groups: readonly string[];
  readonly place: Place;
}

/** What is not taken over from a foreign inventory, and where it stands. */
export interface Remark {
  readonly place: Place;
  readonly cause: string;
  readonly instead: string;
}

/** The nodes, in the order of the file. */
export interface Inventory {
  readonly file: string;
  readonly nodes: readonly NodeSpec[];
  /** Chassis that are known and not ours: a VTEP, a gateway of ovn-ic, a host that others run. */
  readonly outsiders?: readonly string[];
  /** What was left out of it. */
  readonly remarks?: readonly Remark[];
}
