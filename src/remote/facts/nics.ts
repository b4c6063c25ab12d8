import type { FromSchema } from 'json-schema-to-ts';
import { ipAddress } from '../../generated/answers.js';
import { parseAddress } from '../../model/address.ts';
import type { Nic, NicAddress } from '../../model/facts.ts';
import type { Problem } from '../../problems/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { parseJson } from '../json.ts';
import type { ipAddressSchema } from './schemas.ts';

type Link = FromSchema<typeof ipAddressSchema>[number];

/** The output of `ip -j addr show`, and of grep over the rp_filter files. */
export function parseNics(text: string, filters: string): Result<readonly Nic[], Problem> {
  const links = parseJson<readonly Link[]>('ip -j addr', text, ipAddress);
  return links.ok ? ok(links.value.map((link) => nic(link, rpFilters(filters)))) : err(links.error);
}

/** Lines `/proc/sys/net/ipv4/conf/eth0/rp_filter:1` by name of the NIC. */
function rpFilters(text: string): ReadonlyMap<string, number> {
  const lines = [...text.matchAll(/^\/proc\/sys\/net\/ipv4\/conf\/([^/]+)\/rp_filter:(\d)$/gm)];
  return new Map(lines.map(([, name = '', value]) => [name, Number(value)]));
}

function nic(link: Link, filters: ReadonlyMap<string, number>): Nic {
  return {
    name: link.ifname,
    up: link.flags.includes('UP'),
    carrier: link.flags.includes('LOWER_UP'),
    mtu: link.mtu,
    mac: link.address ?? null,
    // The larger of both holds: ip-sysctl.txt of the kernel.
    rpFilter: Math.max(filters.get('all') ?? 0, filters.get(link.ifname) ?? 0),
    addresses: link.addr_info.flatMap(address),
  };
}

function address(info: Link['addr_info'][number]): readonly NicAddress[] {
  const parsed = parseAddress(info.local);
  if (parsed === null) return [];
  const usable = info.tentative !== true && info.dadfailed !== true && info.deprecated !== true;
  const { prefixlen: prefix, scope, secondary = false } = info;
  return [{ address: parsed, prefix, scope, usable, secondary }];
}
