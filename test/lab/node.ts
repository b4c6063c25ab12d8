import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Addresses, Network } from './addresses.ts';
import { createPlace, printed, type Place } from './place.ts';
import { end, type ProcessId } from './processes.ts';

export interface LabNode extends Place {
  readonly management: string;
  readonly underlay: string;
  /** The node's own files on this machine: `etc/`, `log/`. */
  readonly dir: string;
  /** What has the addresses: `eth0` and `eth1`, or with OVN bridges over them. */
  readonly nics: Readonly<Record<Network, string>>;
  /** The switch's ends of the node's NICs. */
  readonly ports: Readonly<Record<Network, string>>;
  /** Its network alone, with the programs of this machine. */
  readonly network: Place;
  vsctl(...args: string[]): Promise<string>;
  externalIds(): Promise<Record<string, string>>;
  /** The file of the OVS database, for comparisons byte for byte. */
  database(): Promise<string>;
  /** As if the plug were pulled: no process of the node gets to say goodbye. */
  powerOff(): Promise<void>;
}

export function createNode(labDir: string, addresses: Addresses, init: ProcessId): LabNode {
  const { name, management, underlay, nics, ports } = addresses;
  const dir = join(labDir, 'nodes', name);
  const place = createPlace(name, init);
  const vsctl = async (...args: string[]) => printed(name, await place.run(['ovs-vsctl', ...args]));
  return {
    ...place,
    management,
    underlay,
    dir,
    nics,
    ports,
    network: createPlace(name, init, ['--net']),
    vsctl,
    externalIds: async () => parseMap(await vsctl('-f', 'json', ...externalIdsOf)),
    database: () => readFile(join(dir, 'etc/openvswitch/conf.db'), 'utf8'),
    powerOff: () => end(init),
  };
}

const externalIdsOf = ['--columns=external_ids', 'list', 'Open_vSwitch'];

/** From OVSDB's way to print one map: {"data": [[["map", [[key, value], …]]]]}. */
function parseMap(json: string): Record<string, string> {
  const table: { data: [[['map', [string, string][]]]] } = JSON.parse(json);
  return Object.fromEntries(table.data[0][0][1]);
}
