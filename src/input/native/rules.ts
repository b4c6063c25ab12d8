import { inOrder, type Invalid } from '../invalid.ts';
import type { Context } from './members.ts';
import { addressIsHost, ipInSubnet, ipIsAddress, subnetIsNetwork } from './rules/addresses.ts';
import { groupNamesNodes, groupNamesOnce, groupsAreNotNodes } from './rules/groups.ts';
import { namesDifferInMore, oneIsLocal, varsAreFree } from './rules/nodes.ts';
import { outsidersAreNotNodes, outsidersDiffer } from './rules/outsiders.ts';
import { addressesDiffer, systemIdsDiffer, underlayIpsDiffer } from './rules/unique.ts';

/** What the schema cannot say, all of it at once. */
export function broken(context: Context): readonly Invalid[] {
  return inOrder(rules.flatMap((rule) => rule(context)));
}

type Rule = (context: Context) => readonly Invalid[];

const rules: readonly Rule[] = [
  namesDifferInMore,
  oneIsLocal,
  varsAreFree,
  groupNamesNodes,
  groupNamesOnce,
  groupsAreNotNodes,
  addressIsHost,
  ipIsAddress,
  subnetIsNetwork,
  ipInSubnet,
  addressesDiffer,
  underlayIpsDiffer,
  systemIdsDiffer,
  outsidersAreNotNodes,
  outsidersDiffer,
];
