import { type Cidr, contains, parseAddress } from '../model/address.ts';
import type { Nic, NicAddress, NodeFacts } from '../model/facts.ts';
import type { Endpoint } from '../model/plan.ts';
import type { NodeSpec, UnderlaySpec } from '../model/inventory.ts';
import type { Problem } from '../problems/problem.ts';
import { err, ok, type Result } from '../model/result.ts';

type Held = { readonly nic: Nic } & NicAddress;

/** Finds the address that `underlay` names among what the node has; says why where it cannot. */
export function resolveEndpoint(spec: NodeSpec, facts: NodeFacts): Result<Endpoint, Problem> {
  if (spec.underlay === null) return err({ kind: 'underlay-undeclared' });
  const held =
    spec.underlay === false ? managementHolder(spec, facts) : underlayHolder(spec.underlay, facts);
  return held.ok ? usable(held.value) : held;
}

function managementHolder(spec: NodeSpec, facts: NodeFacts): Result<Held, Problem> {
  const address = facts.managementIp ?? parseAddress(spec.address);
  if (address === null) return err({ kind: 'management-unknown' });
  const held = holders(facts).find((each) => each.address.text === address.text);
  return held ? ok(held) : err(addressMissing(address.text, facts));
}

function underlayHolder(underlay: UnderlaySpec, facts: NodeFacts): Result<Held, Problem> {
  const found = facts.nics.map(({ name }) => name);
  const wanted = underlay.interface;
  if (wanted !== undefined && !found.includes(wanted))
    return err({ kind: 'interface-missing', interface: wanted, found });
  if (underlay.ip === undefined) return onlyCandidate(underlay, facts);
  return namedAddress(underlay, underlay.ip, facts);
}

function namedAddress(
  underlay: UnderlaySpec,
  { address, prefix }: NonNullable<UnderlaySpec['ip']>,
  facts: NodeFacts,
): Result<Held, Problem> {
  const all = holders(facts).filter((each) => each.address.text === address.text);
  const held = all.find((each) => fits(underlay.interface, each)) ?? all[0];
  if (held === undefined) return err(addressMissing(address.text, facts));
  const { name } = held.nic;
  if (!fits(underlay.interface, held)) {
    return err({
      kind: 'address-elsewhere',
      address: address.text,
      interface: name,
      expected: underlay.interface ?? '',
    });
  }
  if (prefix === null || prefix === held.prefix) return ok(held);
  const [declared, actual] = [prefix, held.prefix];
  return err({ kind: 'prefix-mismatch', address: address.text, interface: name, declared, actual });
}

function onlyCandidate(underlay: UnderlaySpec, facts: NodeFacts): Result<Held, Problem> {
  const global = holders(facts).filter((each) => each.scope === 'global');
  const candidates = global.filter(
    (each) => fits(underlay.interface, each) && within(underlay.subnet, each),
  );
  const [first] = candidates;
  if (first !== undefined && candidates.length === 1) return ok(first);
  const wanted = [underlay.interface ?? [], underlay.subnet?.text ?? []].flat().join(' in ');
  return first === undefined
    ? err({ kind: 'no-candidate', wanted, found: global.map(show) })
    : err({ kind: 'several-candidates', wanted, found: candidates.map(show) });
}

function usable(held: Held): Result<Endpoint, Problem> {
  const { nic, address, prefix } = held;
  if (!nic.up) return err({ kind: 'interface-down', interface: nic.name });
  if (!nic.carrier) return err({ kind: 'no-carrier', interface: nic.name });
  if (!held.usable) {
    return err({ kind: 'address-unusable', address: address.text, interface: nic.name });
  }
  return ok({ address, prefix, nic });
}

function addressMissing(address: string, facts: NodeFacts): Problem {
  const global = holders(facts).filter((each) => each.scope === 'global');
  return { kind: 'address-missing', address, found: global.map(show) };
}

function holders(facts: NodeFacts): readonly Held[] {
  return facts.nics.flatMap((nic) => nic.addresses.map((address) => ({ nic, ...address })));
}

function fits(wanted: string | undefined, held: Held): boolean {
  return wanted === undefined || held.nic.name === wanted;
}

function within(subnet: Cidr | undefined, held: Held): boolean {
  return subnet === undefined || contains(subnet, held.address);
}

function show({ nic, address, prefix }: Held): string {
  return `${nic.name} ${address.text}/${prefix}`;
}
