import ipaddr from 'ipaddr.js';

export type Family = 'IPv4' | 'IPv6';

/** An address in canonical form (RFC 5952 for IPv6), without prefix and without zone. */
export interface Address {
  readonly text: string;
  readonly family: Family;
}

/** A network, or an address with the prefix length of its NIC. `text` keeps the host bits. */
export interface Cidr {
  readonly address: Address;
  readonly prefix: number;
  readonly text: string;
}

/** Strict: four decimal octets or an IPv6 text; null for `10.1`, `010.0.0.1`, zones, CIDR, host names. */
export function parseAddress(text: string): Address | null {
  // No address is longer (RFC 4291), and a node may send megabytes of commas.
  if (text === '' || text.length > 45) return null;
  // The library throws and catches an error for a host name, which 10,000 nodes would feel.
  if (/^[\d.]+$/.test(text) && ipaddr.IPv4.isValidFourPartDecimal(text))
    return { text, family: 'IPv4' };
  if (!/^[0-9a-f:.]+$/i.test(text) || !ipaddr.IPv6.isValid(text)) return null;
  return { text: ipaddr.IPv6.parse(text).toRFC5952String(), family: 'IPv6' };
}

/** `198.19.0.11/16` or `2001:db8::11/64`; null for anything else, a bare address included. */
export function parseCidr(text: string): Cidr | null {
  const [, left, right] = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
  const address = left === undefined ? null : parseAddress(left);
  const prefix = Number(right);
  if (address === null || prefix > (address.family === 'IPv4' ? 32 : 128)) return null;
  return { address, prefix, text: `${address.text}/${prefix}` };
}

/** The network that an address with a prefix length stands in: its host bits are zero. */
export function networkOf({ address, prefix, text }: Cidr): string {
  const version = address.family === 'IPv4' ? ipaddr.IPv4 : ipaddr.IPv6;
  return `${version.networkAddressFromCIDR(text).toString()}/${prefix}`;
}

/** Whether the network holds the address; addresses of the other family never are inside. */
export function contains(network: Cidr, address: Address): boolean {
  if (network.address.family !== address.family) return false;
  return ipaddr.parse(address.text).match(ipaddr.parseCIDR(network.text));
}

/** The canonical form of a plain address, or the text itself where it is none. */
export function canonical(text: string): string {
  return parseAddress(text)?.text ?? text;
}
