import type { Address } from './address.ts';
import type { Column } from './change.ts';

/** An address on a NIC, as `ip -j addr` tells it. */
export interface NicAddress {
  readonly address: Address;
  readonly prefix: number;
  readonly scope: string;
  /** Neither tentative nor failed in duplicate address detection, nor about to expire. */
  readonly usable: boolean;
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
  readonly columns: Readonly<Record<Column, Readonly<Record<string, string>>>>;
}

/** What one node answered, in one connection and one command. */
export interface NodeFacts {
  readonly hostname: string;
  /** The node's end of the SSH connection; null with `connection: local`. */
  readonly managementIp: Address | null;
  readonly nics: readonly Nic[];
  readonly ovs: OvsFacts;
  /** Version of the ovn-controller found, such as `23.03.1`; null where there is none. */
  readonly ovnVersion: string | null;
  /** The chassis name as ovn-controller takes it: `-n`, override file, `external_ids:system-id`. */
  readonly systemId: string | null;
}
