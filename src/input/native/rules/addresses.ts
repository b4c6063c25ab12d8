import { contains } from '../../../model/address.ts';
import type { Result } from '../../../model/result.ts';
import { type Advice, type Invalid, invalid } from '../../invalid.ts';
import { show } from '../../show.ts';
import { parseIp, parseSubnet } from '../addresses.ts';
import { hostAdvice } from '../host.ts';
import { type Context, originOf } from '../members.ts';

/** The management address is a strict address or a host name, the node's name included. */
export function addressIsHost({ document, members }: Context): readonly Invalid[] {
  return members.flatMap(({ name, merged }) => {
    if (merged.connection === 'local' && merged.address === undefined) return [];
    const advice = hostAdvice(merged.address ?? name);
    if (advice === null) return [];
    if (merged.address !== undefined)
      return [invalid(document.place(['nodes', name, 'address'], 'value'), advice)];
    const cause = `the name ${show(name)} cannot be the node’s address too`;
    const instead = 'add `address:` with its management address or host name';
    return [invalid(document.place(['nodes', name], 'key'), { cause, instead })];
  });
}

/** An endpoint's address is one strict address of a host. */
export function ipIsAddress(context: Context): readonly Invalid[] {
  return eachUnderlay(context, 'ip', parseIp);
}

/** A subnet is a network. */
export function subnetIsNetwork(context: Context): readonly Invalid[] {
  return eachUnderlay(context, 'subnet', parseSubnet);
}

/** Given together, address and subnet agree. */
export function ipInSubnet({ document, members }: Context): readonly Invalid[] {
  return members.flatMap((member) => {
    const { underlay } = member.merged;
    if (typeof underlay !== 'object' || underlay.ip === undefined || underlay.subnet === undefined)
      return [];
    const [ip, subnet] = [parseIp(underlay.ip), parseSubnet(underlay.subnet)];
    if (!ip.ok || !subnet.ok || contains(subnet.value, ip.value.address)) return [];
    return [
      invalid(originOf(document, member, ['underlay', 'ip']), {
        cause: `${show(underlay.ip)} is not in the subnet ${show(underlay.subnet)}`,
        instead: 'write an address of that network, or the subnet of this node',
      }),
    ];
  });
}

function eachUnderlay(
  { document, layers }: Context,
  key: 'ip' | 'subnet',
  parse: (text: string) => Result<unknown, Advice>,
): readonly Invalid[] {
  return layers.flatMap(({ path, settings: { underlay } }) => {
    const text = typeof underlay === 'object' ? underlay[key] : undefined;
    const parsed = text === undefined ? null : parse(text);
    if (parsed === null || parsed.ok) return [];
    return [invalid(document.place([...path, 'underlay', key], 'value'), parsed.error)];
  });
}
