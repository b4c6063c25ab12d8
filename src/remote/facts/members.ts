import type { FromSchema } from 'json-schema-to-ts';
import { clusterMembers, clusterServices } from '../../generated/answers.js';
import { parseAddress, type Address } from '../../model/address.ts';
import type { Member } from '../../model/facts.ts';
import type { Frame } from '../frames.ts';
import { parseJson } from '../json.ts';
import type { clusterMembersSchema, clusterServicesSchema } from './cluster-schemas.ts';

/**
 * What `read_members` printed. Who runs what is told by its database; the addresses only where every
 * member answers it in time, so that they may be missing.
 */
export function parseMembers({ exit, stdout }: Frame): readonly Member[] | null {
  const [first = '', second = ''] = stdout.trim().split('\n');
  const services = parseJson<Services>('MicroOVN', first, clusterServices);
  if (exit !== 0 || !services.ok) return null;
  const list = parseJson<Members>('MicroOVN', second, clusterMembers);
  const addresses = new Map(
    list.ok ? list.value.metadata.map(({ name, address }) => [name, addressIn(address)]) : [],
  );
  const at = services.value.metadata;
  const chassis = new Set(at.flatMap((each) => (each.service === 'chassis' ? each.location : [])));
  const names = new Set([...at.map(({ location }) => location), ...addresses.keys()]);
  return [...names].map((name) => ({
    name,
    address: addresses.get(name) ?? null,
    isChassis: chassis.has(name),
  }));
}

type Members = FromSchema<typeof clusterMembersSchema>;
type Services = FromSchema<typeof clusterServicesSchema>;

/** `198.18.0.11:6443`, `[2001:db8::11]:6443`. */
function addressIn(text: string): Address | null {
  const [, v6, v4] = /^(?:\[([^\]]+)\]|([^:]+)):\d{1,5}$/.exec(text) ?? [];
  return parseAddress(v6 ?? v4 ?? '');
}
