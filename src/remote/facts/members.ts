import type { FromSchema } from 'json-schema-to-ts';
import { clusterAnswer, clusterServices } from '../../generated/answers.js';
import { parseAddress, type Address } from '../../model/address.ts';
import type { Member } from '../../model/facts.ts';
import type { Frame } from '../frames.ts';
import { parseJson } from '../json.ts';
import { withoutPort } from '../members/parse.ts';
import type { clusterAnswerSchema } from '../members/schemas.ts';
import { type clusterServicesSchema, memberName } from './cluster-schemas.ts';

/**
 * What `read_members` printed. Who runs what is told by its database; the addresses only where every
 * member answers it in time, so that they may be missing.
 */
export function membersIn({ exit, stdout }: Frame): readonly Member[] | null {
  const [first = '', second = ''] = stdout.trim().split('\n');
  const services = parseJson<Services>('MicroOVN', first, clusterServices);
  if (exit !== 0 || !services.ok) return null;
  const at = services.value.metadata;
  const addresses = addressesIn(second);
  const chassis = new Set(at.flatMap((each) => (each.service === 'chassis' ? each.location : [])));
  const names = new Set([...at.map(({ location }) => location), ...addresses.keys()]);
  return [...names].map((name) => ({
    name,
    address: addresses.get(name) ?? null,
    isChassis: chassis.has(name),
  }));
}

function addressesIn(text: string): ReadonlyMap<string, Address | null> {
  const list = parseJson<Members>('MicroOVN', text, clusterAnswer);
  const isName = new RegExp(memberName.pattern);
  const members = (list.ok ? list.value.metadata : []).filter(({ name }) => isName.test(name));
  return new Map(members.map(({ name, address }) => [name, parseAddress(withoutPort(address))]));
}

type Members = FromSchema<typeof clusterAnswerSchema>;
type Services = FromSchema<typeof clusterServicesSchema>;
