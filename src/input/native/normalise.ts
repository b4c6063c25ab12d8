import type { Inventory, NodeSpec, UnderlaySpec } from '../../model/inventory.ts';
import type { Result } from '../../model/result.ts';
import { isExtension } from '../schema/extensible.ts';
import type { NodeInput } from '../schema/inventory.ts';
import { parseIp, parseSubnet } from './addresses.ts';
import type { Context, Member } from './members.ts';

/** An inventory that keeps every rule, as the rest of the program knows it. */
export function normalise(context: Context, file: string, expand: Expand): Inventory {
  const { members, outsiders } = context;
  const nodes = members.map((member) => nodeOf(context, member, expand));
  return { file, nodes, ...(outsiders.length === 0 ? {} : { outsiders }) };
}

/** Makes a path that the inventory names absolute. */
export type Expand = (path: string) => string;

function nodeOf({ document }: Context, { name, groups, merged }: Member, expand: Expand): NodeSpec {
  return {
    name,
    address: merged.address ?? name,
    connection: merged.connection ?? 'ssh',
    ssh: sshOf(merged.ssh ?? {}, expand),
    underlay: underlayOf(merged.underlay),
    ovs: known(merged.ovs ?? {}),
    systemId: merged.system_id ?? null,
    vars: texts(merged.vars ?? {}),
    groups,
    place: document.place(['nodes', name], 'key'),
  };
}

function sshOf(ssh: NonNullable<NodeInput['ssh']>, expand: Expand): NodeSpec['ssh'] {
  const { identity_file: identity, known_hosts: hosts } = ssh;
  return {
    ...known(ssh),
    ...(identity === undefined ? {} : { identity_file: expand(identity) }),
    ...(hosts === undefined ? {} : { known_hosts: expand(hosts) }),
  };
}

function underlayOf(underlay: NodeInput['underlay']): NodeSpec['underlay'] {
  if (typeof underlay !== 'object') return underlay === false ? false : null;
  const { ip, interface: nic, subnet } = underlay;
  return {
    ...(ip === undefined ? {} : { ip: proven(parseIp(ip)) }),
    ...(nic === undefined ? {} : { interface: nic }),
    ...(subnet === undefined ? {} : { subnet: proven(parseSubnet(subnet)) }),
  } satisfies UnderlaySpec;
}

function texts(vars: NonNullable<NodeInput['vars']>): NodeSpec['vars'] {
  return Object.fromEntries(
    Object.entries(known(vars)).map(([key, value]) => [key, String(value)]),
  );
}

// Keys for anchors only end here.
function known<T extends object>(map: T): T {
  const copy = { ...map };
  for (const key of Object.keys(copy)) if (isExtension(key)) Reflect.deleteProperty(copy, key);
  return copy;
}

function proven<T>(result: Result<T, { readonly cause: string }>): T {
  if (!result.ok) throw new Error(`a rule let this through: ${result.error.cause}`);
  return result.value;
}
