import { inventory as validate } from '../../generated/validators.js';
import type { Inventory } from '../../model/inventory.ts';
import { err, ok } from '../../model/result.ts';
import { andThen, checked } from '../checked.ts';
import { inOrder, type Invalid, type Read } from '../invalid.ts';
import type { InventoryInput } from '../schema/inventory.ts';
import { prune } from '../schema/prune.ts';
import type { Document } from '../yaml.ts';
import { type Context, contextOf } from './members.ts';
import { type Expand, normalise } from './normalise.ts';
import { addressIsHost, ipInSubnet, ipIsAddress, subnetIsNetwork } from './rules/addresses.ts';
import { groupNamesNodes, groupNamesOnce, groupsAreNotNodes } from './rules/groups.ts';
import {
  namesDifferInMore,
  oneIsLocal,
  outsidersAreNotNodes,
  outsidersDiffer,
  varsAreFree,
} from './rules/nodes.ts';
import { addressesDiffer, systemIdsDiffer, underlayIpsDiffer } from './rules/unique.ts';

/** An inventory of the native form; all its errors at once. */
export function readInventory(document: Document, file: string, expand: Expand): Read<Inventory> {
  const problems = checked(document, validate);
  // What breaks the schema is left out, so that the rules judge all the rest already now.
  const input = problems.length === 0 ? document.value : prune(document.value, validate);
  if (!validate<InventoryInput>(input)) return err(problems);
  const context = contextOf(document, input);
  const all = andThen(problems, inOrder(rules.flatMap((rule) => rule(context))));
  return all.length === 0 ? ok(normalise(context, file, expand)) : err(all);
}

/** What the schema cannot say, all of it at once. */
const rules: readonly ((context: Context) => readonly Invalid[])[] = [
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
