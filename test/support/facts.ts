import { parseAddress, parseCidr } from '../../src/model/address.ts';
import type { Nic, NodeFacts } from '../../src/model/facts.ts';

interface FactsOptions {
  readonly managementIp?: string;
  readonly nics?: readonly Nic[];
  readonly external_ids?: Readonly<Record<string, string>>;
  readonly other_config?: Readonly<Record<string, string>>;
  readonly ovnVersion?: string | null;
  readonly systemId?: string | null;
}

/** What a plain node answers; tests say only what differs. */
export function facts(options: FactsOptions = {}): NodeFacts {
  const { external_ids = {}, other_config = {} } = options;
  return {
    hostname: 'micro01',
    managementIp: parseAddress(options.managementIp ?? '198.18.0.11'),
    nics: options.nics ?? [nic('eth0', ['198.18.0.11/24']), nic('eth1', ['198.19.0.11/24'])],
    ovs: {
      vsctl: '/usr/bin/ovs-vsctl',
      db: null,
      version: '3.1.0',
      vswitchdAnswers: true,
      flows: null,
      columns: { external_ids, other_config },
    },
    ovnVersion: options.ovnVersion ?? null,
    ovnRunning: options.ovnVersion !== undefined && options.ovnVersion !== null,
    controllerPid: null,
    tunnels: [],
    vifEndpoints: [],
    systemIdFile: null,
    microovn: null,
    members: null,
    microovnSnap: null,
    lxd: null,
    timers: [],
    systemId: options.systemId === undefined ? 'micro01' : options.systemId,
    systemIdSource: options.systemId === null ? null : 'external_ids:system-id',
  };
}

export function nic(
  name: string,
  cidrs: readonly string[],
  { up = true, mtu = 1500, scope = 'global', usable = true } = {},
): Nic {
  const addresses = cidrs.map((text) => {
    const cidr = parseCidr(text);
    if (cidr === null) throw new Error(`${text} is no CIDR`);
    return { address: cidr.address, prefix: cidr.prefix, scope, usable, secondary: false };
  });
  const mac = '02:00:00:00:00:01';
  return { name, up, carrier: up, mtu, mac, rpFilter: 0, addresses };
}
