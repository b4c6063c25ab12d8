import ipaddr from 'ipaddr.js';
import {
  type Address,
  type Cidr,
  networkOf,
  parseAddress,
  parseCidr,
} from '../../model/address.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { Advice } from '../invalid.ts';
import { show } from '../show.ts';

/** An endpoint's address, with the prefix length where one is given. */
export interface Ip {
  readonly address: Address;
  readonly prefix: number | null;
}

/** `underlay.ip`: one address, bare or with its prefix length. */
export function parseIp(text: string): Result<Ip, Advice> {
  const cidr = parseCidr(text);
  const address = cidr?.address ?? parseAddress(text);
  if (address === null) return err(addressAdvice(text));
  const special = specialUse(address);
  if (special !== null)
    return err({ cause: `${show(text)} is ${special}`, instead: 'write the address on the NIC' });
  const reserved = cidr && reservedAs(cidr);
  if (reserved)
    return err({
      cause: `${show(text)} is the ${reserved} address of ${networkOf(cidr)}, not a host’s`,
      instead: 'write the address on the NIC',
    });
  return ok({ address, prefix: cidr?.prefix ?? null });
}

/** `underlay.subnet`: a network whose host bits are zero. */
export function parseSubnet(text: string): Result<Cidr, Advice> {
  const cidr = parseCidr(text);
  if (cidr === null) return err(subnetAdvice(text));
  const network = networkOf(cidr);
  // Compared as text of one form: IPv6 can be written in many.
  if (parseCidr(network)?.text === cidr.text) return ok(cidr);
  return err({
    cause: `${show(text)} is an address in ${network}, not a network`,
    instead: `write ${show(network)}, or the address under \`ip\``,
  });
}

/** What is wrong with a text that should be an address. */
export function addressAdvice(text: string): Advice {
  for (const [pattern, advise] of mistakes) {
    const match = pattern.exec(text);
    if (match !== null) return advise(text, match);
  }
  return {
    cause: `${show(text)} is not an IP address`,
    instead:
      'write the address itself, such as `198.19.0.11` or `2001:db8::11`: OVN takes no names',
  };
}

function subnetAdvice(text: string): Advice {
  const address = parseAddress(text);
  if (address === null) return { ...addressAdvice(text), ...(text.includes('/') ? {} : anySubnet) };
  const wide = address.family === 'IPv4' ? 16 : 64;
  const network = networkOf({ address, prefix: wide, text: `${address.text}/${wide}` });
  return {
    cause: `${show(text)} is an address without a prefix length`,
    instead: `write the network with its prefix length, such as ${show(network)}`,
  };
}

const anySubnet = { instead: 'write a network in CIDR notation, such as `198.19.0.0/16`' };

type Mistake = readonly [RegExp, (text: string, match: RegExpExecArray) => Advice];

// The first that fits speaks.
const mistakes: readonly Mistake[] = [
  [/[\s,]/, (text) => ({ cause: `${show(text)} is more than one address`, instead: 'write one' })],
  [/^([^/]*)\/(.*)$/, (text, [, left = '', right = '']) => prefixAdvice(text, left, right)],
  [/^[\d.]+$/, fewOctets],
];

function prefixAdvice(text: string, left: string, right: string): Advice {
  const address = parseAddress(left);
  if (address === null) return addressAdvice(left);
  const most = address.family === 'IPv4' ? 32 : 128;
  return {
    cause: `${show(text)} has the prefix length ${show(right)}`,
    instead: `write a number from 0 to ${most} after the \`/\`, without leading zeros`,
  };
}

function fewOctets(text: string): Advice {
  const octets = text.split('.');
  const padded = octets.find((octet) => /^0\d/.test(octet));
  const large = octets.find((octet) => Number(octet) > 255);
  if (octets.length !== 4 || octets.includes(''))
    return {
      cause: `${show(text)} has ${octets.length} of the four numbers of an address`,
      instead: `write all four, such as \`198.19.0.11\``,
    };
  if (large !== undefined)
    return {
      cause: `${show(large)} in ${show(text)} is larger than 255`,
      instead: 'write four numbers from 0 to 255',
    };
  return {
    cause: `${show(padded ?? text)} in ${show(text)} has a leading zero: some programs read it as octal`,
    instead: `write ${show(octets.map(Number).join('.'))}`,
  };
}

/** `network` or `broadcast` where no host may have this address; point-to-point prefixes have neither. */
function reservedAs({ address, prefix, text }: Cidr): 'network' | 'broadcast' | null {
  if (address.family !== 'IPv4' || prefix >= 31) return null;
  if (ipaddr.IPv4.networkAddressFromCIDR(text).toString() === address.text) return 'network';
  if (ipaddr.IPv4.broadcastAddressFromCIDR(text).toString() === address.text) return 'broadcast';
  return null;
}

/** What an address is for where it cannot be one end of a tunnel; null for all others. */
function specialUse({ text }: Address): string | null {
  return specialUses[ipaddr.parse(text).range()] ?? null;
}

const specialUses: Readonly<Record<string, string>> = {
  unspecified: 'no address at all',
  loopback: 'a loopback address',
  multicast: 'a multicast address',
  broadcast: 'a broadcast address',
};
