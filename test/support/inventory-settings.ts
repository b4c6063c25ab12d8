import fc from 'fast-check';
import { hostileText } from './hostile-texts.ts';

/** One setting: where it stands among the settings, how it is written, what it means. */
export interface Leaf {
  readonly path: readonly [string] | readonly [string, string];
  readonly written: Scalar;
  readonly meant: unknown;
}

type Scalar = string | number | boolean;

/** Settings of defaults, of a group or of a node; no two in the same place. */
export type Layer = readonly Leaf[];

export const groupNames = ['rack1', 'G_2.x', 'hasOwnProperty'];

/** Settings that may stand anywhere; `six`: addresses are IPv6. */
export function layer(six: boolean): fc.Arbitrary<Layer> {
  const places = [
    some(['ssh', 'user'], fc.constantFrom('root', 'ubuntu', '_u.s-e@r')),
    some(['ssh', 'port'], fc.integer({ min: 1, max: 65_535 })),
    some(['ssh', 'identity_file'], fc.constantFrom('~/.ssh/id', 'a b: c', './#k'), expanded),
    some(['ssh', 'known_hosts'], fc.constantFrom('/etc/known', '~', '- x'), expanded),
    some(['ssh', 'become'], fc.boolean()),
    some(['ovs', 'vsctl'], fc.constantFrom('ovs-vsctl', '/snap/bin/microovn.ovs-vsctl')),
    some(['ovs', 'db'], fc.constantFrom('unix:/run/db.sock', 'tcp:[::1]:6640')),
    some(['connection'], fc.constant('ssh')),
    underlay(six),
    ...['mtu', '__proto__', 'constructor', 'a_1'].map((name) => some(['vars', name], variable())),
  ];
  return fc.tuple(...places).map((leaves) => leaves.flat());
}

/** A node, the `at`th of its inventory: its name, and settings that must be its own. */
export function nodeLayer(
  { at, six }: { readonly at: number; readonly six: boolean },
  local: boolean,
): fc.Arbitrary<{ name: string; layer: Layer }> {
  const name = fc.constantFrom(
    `micro${at}n`,
    `x-${at}n`,
    `N.${at}.o-N`,
    `constructor${at}n`,
    `${at}7`,
  );
  const own = fc.tuple(
    layer(six),
    some(['underlay', 'ip'], fc.constantFrom(...ips(at, six)), (text) => meantIp(text, at, six)),
    some(['system_id'], fc.constantFrom(`sys-${at}`, `"é${at}`, `#${at}`)),
    some(
      ['address'],
      fc.constantFrom(`198.18.0.${10 + at}`, `h-${at}.example.`, `2001:db8:1::${at}`),
    ),
  );
  return fc.tuple(name, own).map(([name, [anywhere, ip, id, address]]) => ({
    name,
    layer: [
      ...anywhere.filter(({ path: [top, inner] }) => fits(top, inner, local, ip.length > 0)),
      ...ip,
      ...id,
      ...address,
      // A number alone is no host name.
      ...(/^\d+$/.test(name) && address.length === 0 ? [leaf(['address'], `h${at}`)] : []),
      ...(local ? [leaf(['connection'], 'local')] : []),
    ],
  }));
}

function fits(top: string, inner: string | undefined, local: boolean, ip: boolean): boolean {
  if (top === 'connection') return !local;
  return !(top === 'underlay' && inner === undefined && ip);
}

/** Nothing more often than something. */
function some<T extends Scalar>(
  path: Leaf['path'],
  values: fc.Arbitrary<T>,
  meant: (value: T) => unknown = (value) => value,
): fc.Arbitrary<Layer> {
  const present = values.map((value) => [{ path, written: value, meant: meant(value) }]);
  return fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: present });
}

function leaf(path: Leaf['path'], value: Scalar): Leaf {
  return { path, written: value, meant: value };
}

function expanded(path: string): string {
  return `/expanded/${path}`;
}

function variable(): fc.Arbitrary<Scalar> {
  return fc.oneof(fc.boolean(), fc.integer(), fc.double(finite), hostileText());
}

const finite = { noNaN: true, noDefaultInfinity: true };

function underlay(six: boolean): fc.Arbitrary<Layer> {
  const parts = fc.tuple(
    some(['underlay', 'interface'], fc.constantFrom('eth1', 'br-ex', '0', '{a}')),
    some(['underlay', 'subnet'], fc.constantFrom(...(six ? subnets6 : subnets4)), meantSubnet),
  );
  return fc.oneof(
    { weight: 4, arbitrary: parts.map((leaves) => leaves.flat()) },
    { weight: 1, arbitrary: fc.constant([leaf(['underlay'], false)]) },
  );
}

const subnets4 = ['198.19.0.0/16', '198.18.0.0/15', '0.0.0.0/0'];
const subnets6 = ['2001:db8::/32', '2001:0DB8:0:0::/64', '::/0'];

function meantSubnet(text: string): unknown {
  const [address = '', prefix] = text.replace('2001:0DB8:0:0::', '2001:db8::').split('/');
  const family = address.includes(':') ? 'IPv6' : 'IPv4';
  const canonical = { address: { text: address, family }, prefix: Number(prefix) };
  return { ...canonical, text: `${address}/${prefix}` };
}

function ips(at: number, six: boolean): readonly string[] {
  if (!six) return ['', '/16', '/24'].map((prefix) => `198.19.0.${10 + at}${prefix}`);
  return [`2001:db8::a${at}`, `2001:0DB8:0:0:0:0:0:00A${at}/64`];
}

function meantIp(text: string, at: number, six: boolean): unknown {
  const [, prefix] = text.split('/');
  const address = six
    ? { text: `2001:db8::a${at}`, family: 'IPv6' }
    : { text: `198.19.0.${10 + at}`, family: 'IPv4' };
  return { address, prefix: prefix === undefined ? null : Number(prefix) };
}
