import { parseAddress } from '../model/address.ts';
import type { Member } from '../model/facts.ts';
import type { NodeSpec } from '../model/inventory.ts';
import type { Fleet, NodeState } from '../model/plan.ts';
import { classOf, type Finding } from '../problems/problem.ts';
import { outsiders, type Members } from './outsiders.ts';

/** Where the inventory is not what MicroOVN says of its members, and the nodes' tunnels do not tell it already. */
export function memberRemarks(fleet: Fleet, inventory: Members): readonly Finding[] {
  const told = fleet.nodes.flatMap(({ spec, facts: { members } }) =>
    members === null ? [] : [{ node: spec.name, members }],
  );
  if (told.length === 0) return [];
  const apart = disagreement(told);
  if (apart.length > 0) return apart;
  const members = merged(told);
  const tellers = told.map(({ node }) => node);
  return [
    ...unlisted(fleet, inventory, members).map(({ name, address }): Finding => ({
      nodes: tellers,
      problem: { kind: 'member-unlisted', member: name, address: address?.text ?? null },
    })),
    ...gone(fleet, members),
    ...moved(fleet, members),
  ];
}

interface Told {
  readonly node: string;
  readonly members: readonly Member[];
}

function disagreement(told: readonly Told[]): readonly Finding[] {
  const isCommon = (name: string): boolean =>
    told.every(({ members }) => members.some((each) => each.name === name));
  const answers = told.map(({ node, members }) => ({
    node,
    members: members.map(({ name }) => name).filter((name) => !isCommon(name)),
  }));
  if (answers.every(({ members }) => members.length === 0)) return [];
  return [{ nodes: told.map(({ node }) => node), problem: { kind: 'members-disagree', answers } }];
}

/** Those who have the addresses, last. */
function merged(told: readonly Told[]): readonly Member[] {
  const all = told.flatMap(({ members }) => members);
  const known = all.filter(({ address }) => address !== null);
  return [...new Map([...all, ...known].map((each) => [each.name, each])).values()];
}

/** A node that was not read may be any member that its names and address do not tell apart. */
function unlisted(fleet: Fleet, inventory: Members, members: readonly Member[]): readonly Member[] {
  const read = new Set(fleet.nodes.map(({ spec }) => spec.name));
  const absent = inventory.nodes.filter(({ name }) => !read.has(name));
  if (!absent.every((spec) => members.some((each) => names(spec, each)))) return [];
  const said = outsiders(fleet, inventory);
  const isSaid = ({ name, address }: Member): boolean =>
    inventory.outsiders?.includes(name) === true ||
    said.some(
      (each) => each.chassis === name || (address && each.addresses.includes(address.text)),
    );
  const isNode = (each: Member): boolean =>
    absent.some((spec) => names(spec, each)) || fleet.nodes.some((node) => is(node, each));
  return members.filter((each) => each.isChassis && !isSaid(each) && !isNode(each));
}

/** Of those that cannot be read, only where the inventory calls its nodes as MicroOVN does. */
function gone({ nodes, unread }: Fleet, members: readonly Member[]): readonly Finding[] {
  const isAlike = nodes.some(({ spec }) => members.some(({ name }) => isCalled(spec, name)));
  const lost = [
    ...nodes.filter((node) => node.facts.microovn !== null && !members.some((m) => is(node, m))),
    ...unread.filter(({ spec }) => isAlike && !members.some((each) => names(spec, each))),
  ];
  return lost.map(({ spec }) => ({ nodes: [spec.name], problem: { kind: 'member-gone' } }));
}

/** Who answers where the inventory says needs no other address. */
function moved({ unread }: Fleet, members: readonly Member[]): readonly Finding[] {
  const unreached = unread.filter(({ problem }) =>
    ['unreachable', 'host-key'].includes(classOf(problem)),
  );
  return unreached.flatMap(({ spec }): readonly Finding[] => {
    const address = members.find(({ name }) => isCalled(spec, name))?.address?.text;
    const was = parseAddress(spec.address)?.text;
    if (address === undefined || was === undefined || address === was) return [];
    return [{ nodes: [spec.name], problem: { kind: 'member-moved', address, was } }];
  });
}

function isCalled(spec: NodeSpec, name: string): boolean {
  return spec.name === name || spec.systemId === name;
}

function names(spec: NodeSpec, { name, address }: Member): boolean {
  return (
    isCalled(spec, name) || (address !== null && parseAddress(spec.address)?.text === address.text)
  );
}

function is({ spec, facts }: NodeState, member: Member): boolean {
  const held = facts.nics.flatMap(({ addresses }) => addresses.map(({ address }) => address.text));
  return (
    names(spec, member) ||
    [facts.systemId, facts.hostname].includes(member.name) ||
    (member.address !== null && held.includes(member.address.text))
  );
}
