import { facts, nic } from '../../support/facts.ts';
import type { Nic } from '../../../src/model/facts.ts';
import type { Candidate } from '../../../src/setup/candidate.ts';
import type { Surveyed } from '../../../src/remote/links/question.ts';
import { candidatesOf } from '../../../src/setup/candidates.ts';
import type { Link } from '../../../src/remote/links/question.ts';

/** A NIC with what the kernel says of it. */
export type Port = readonly [nic: Nic, link?: Link];

/** A node that is reached by its address on eth0. */
export function surveyed(node: string, managementIp: string, ports: readonly Port[]): Surveyed {
  const nics = ports.map(([port]) => port);
  const links = new Map(ports.flatMap(([port, link]) => (link ? [[port.name, link]] : [])));
  return { node, facts: facts({ managementIp, nics }), links };
}

/** micro01, micro02, … with the ports that are made for each. */
export function fleet(count: number, ports: (n: number) => readonly Port[]): readonly Surveyed[] {
  return Array.from({ length: count }, (_, at) => {
    const n = at + 1;
    const management = nic('eth0', [`198.18.0.${10 + n}/24`]);
    return surveyed(`micro0${n}`, `198.18.0.${10 + n}`, [[management, gigabit], ...ports(n)]);
  });
}

export const gigabit: Link = { type: 'physical', speed: 1000 };

/** `micro01 eth1 198.19.0.11/24`, as far as it can serve. */
export function fit(candidates: readonly Candidate[]): readonly string[] {
  return candidates.filter(({ unfit }) => unfit === null).map(name);
}

export function name({ node, interface: nicName, address }: Candidate): string {
  return `${node} ${nicName} ${address}`;
}

export { candidatesOf, nic };
