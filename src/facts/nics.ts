import type { FromSchema } from 'json-schema-to-ts';
import { ipAddress } from '../generated/validators.js';
import { parseAddress } from '../model/address.ts';
import type { Nic, NicAddress } from '../model/facts.ts';
import type { Problem } from '../model/problem.ts';
import { err, ok, type Result } from '../model/result.ts';
import { parseJson } from './json.ts';
import type { ipAddressSchema } from './schemas.ts';

type Link = FromSchema<typeof ipAddressSchema>[number];

/** The output of `ip -j addr show`. */
export function parseNics(text: string): Result<readonly Nic[], Problem> {
  const links = parseJson<readonly Link[]>('ip -j addr', text, ipAddress);
  return links.ok ? ok(links.value.map(nic)) : err(links.error);
}

function nic(link: Link): Nic {
  return {
    name: link.ifname,
    up: link.flags.includes('UP'),
    carrier: link.flags.includes('LOWER_UP'),
    mtu: link.mtu,
    mac: link.address ?? null,
    addresses: link.addr_info.flatMap(address),
  };
}

function address(info: Link['addr_info'][number]): readonly NicAddress[] {
  const parsed = parseAddress(info.local);
  if (parsed === null) return [];
  const usable = info.tentative !== true && info.dadfailed !== true && info.deprecated !== true;
  return [{ address: parsed, prefix: info.prefixlen, scope: info.scope, usable }];
}
