import { type Invalid, invalid } from '../../invalid.ts';
import { show } from '../../show.ts';
import { parseIp } from '../addresses.ts';
import { hostAdvice, sameHost } from '../host.ts';
import { type Context, type Member, originOf } from '../members.ts';

/** Two nodes behind one address and port are one node. */
export function addressesDiffer(context: Context): readonly Invalid[] {
  return shared(context, ['address'], 'is the address of', ({ name, merged }) => {
    const address = merged.address ?? name;
    if (merged.connection === 'local' || hostAdvice(address) !== null) return null;
    return `${sameHost(address)} ${merged.ssh?.port ?? 22}`;
  });
}

/** OVN has a unique index on (type, ip). */
export function underlayIpsDiffer(context: Context): readonly Invalid[] {
  return shared(context, ['underlay', 'ip'], 'is the underlay address of', ({ merged }) => {
    if (typeof merged.underlay !== 'object' || merged.underlay.ip === undefined) return null;
    const ip = parseIp(merged.underlay.ip);
    return ip.ok ? ip.value.address.text : null;
  });
}

/** A chassis has one name of its own. */
export function systemIdsDiffer(context: Context): readonly Invalid[] {
  return shared(
    context,
    ['system_id'],
    'is the system_id of',
    ({ merged }) => merged.system_id ?? null,
  );
}

function shared(
  { document, members }: Context,
  setting: readonly string[],
  verb: string,
  keyOf: (member: Member) => string | null,
): readonly Invalid[] {
  const first = new Map<string, string>();
  return members.flatMap((member) => {
    const key = keyOf(member);
    const owner = key === null ? undefined : first.get(key);
    if (key !== null && owner === undefined) first.set(key, member.name);
    if (key === null || owner === undefined) return [];
    const [text = ''] = key.split(' ');
    return [
      invalid(originOf(document, member, setting), {
        cause: `${show(text)} of ${show(member.name)} ${verb} ${show(owner)} already`,
        instead: 'write another one, or leave one of the two nodes out',
      }),
    ];
  });
}
