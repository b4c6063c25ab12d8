import ipaddr from 'ipaddr.js';
import type { Address, Cidr } from '../../model/address.ts';

/** `network` or `broadcast` where no host may have this address; point-to-point prefixes have neither. */
export function reservedAs({ address, prefix, text }: Cidr): 'network' | 'broadcast' | null {
  if (address.family !== 'IPv4' || prefix >= 31) return null;
  if (ipaddr.IPv4.networkAddressFromCIDR(text).toString() === address.text) return 'network';
  if (ipaddr.IPv4.broadcastAddressFromCIDR(text).toString() === address.text) return 'broadcast';
  return null;
}

/** What an address is for where it cannot be one end of a tunnel; null for all others. */
export function specialUse({ text }: Address): string | null {
  return specialUses[ipaddr.parse(text).range()] ?? null;
}

const specialUses: Readonly<Record<string, string>> = {
  unspecified: 'no address at all',
  loopback: 'a loopback address',
  multicast: 'a multicast address',
  broadcast: 'a broadcast address',
};
