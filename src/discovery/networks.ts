import type { NetworkInterfaceInfo } from 'node:os';
import ipaddr from 'ipaddr.js';
import type { Options } from 'multicast-dns';
import { contains, parseAddress, parseCidr, type Address, type Cidr } from '../model/address.ts';

/** As `os.networkInterfaces()` tells them. */
export type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/** The networks that this machine is on, loopback aside. */
export function networksOf(interfaces: Interfaces): readonly Cidr[] {
  const infos = Object.values(interfaces).flatMap((list) => list ?? []);
  return infos.flatMap(({ internal, cidr }) => (internal ? [] : (parseCidr(cidr ?? '') ?? [])));
}

/**
 * One socket for each interface, as a question goes out of one only: over IPv4 where it has an
 * address, over IPv6 where it has nothing else. They share port 5353 with a daemon of the host.
 */
export function socketsOf(interfaces: Interfaces): readonly Options[] {
  return Object.entries(interfaces).flatMap(([name, list]): Options | readonly [] => {
    const infos = (list ?? []).filter(({ internal }) => !internal);
    const v4 = infos.find(({ family }) => family === 'IPv4');
    if (v4 !== undefined) return { interface: v4.address, bind: '0.0.0.0' };
    const v6 = infos.some(({ address }) => isUsable(address));
    return v6 ? { type: 'udp6', ip: 'ff02::fb', interface: `::%${name}`, bind: '::' } : [];
  });
}

/** Whether a packet from there did not cross a router. */
export function isNear(sender: string, networks: readonly Cidr[]): boolean {
  const address = parseAddress(sender.replace(/%.*$/, ''));
  if (address === null) return false;
  return rangeOf(address) === 'linkLocal' || isOn(address, networks);
}

/**
 * The address that `ssh` would most likely use: one on a network of this machine, where no router is
 * needed; IPv4 before IPv6; the lowest. Null if none can be used.
 */
export function nearest(texts: readonly string[], networks: readonly Cidr[]): string | null {
  const addresses = texts.filter(isUsable).flatMap((text) => parseAddress(text) ?? []);
  const rank = (address: Address): number =>
    (isOn(address, networks) ? 0 : 2) + (address.family === 'IPv4' ? 0 : 1);
  const [first] = addresses.toSorted((a, b) => rank(a) - rank(b) || compare(a, b));
  return first?.text ?? null;
}

function isOn(address: Address, networks: readonly Cidr[]): boolean {
  return networks.some((network) => contains(network, address));
}

/** Not what means a link, this host, or many hosts. */
function isUsable(text: string): boolean {
  const address = parseAddress(text);
  return address !== null && !useless.has(rangeOf(address));
}

const useless = new Set([
  'unspecified',
  'broadcast',
  'multicast',
  'linkLocal',
  'loopback',
  'ipv4Mapped',
]);

function rangeOf({ text }: Address): string {
  return ipaddr.parse(text).range();
}

function compare(a: Address, b: Address): number {
  return Buffer.compare(bytes(a), bytes(b));
}

function bytes({ text }: Address): Buffer {
  return Buffer.from(ipaddr.parse(text).toByteArray());
}
