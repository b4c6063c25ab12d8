import { inventory as validate } from '../../generated/validators.js';
import type { Inventory } from '../../model/inventory.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { andThen, checked } from '../checked.ts';
import type { Invalid } from '../invalid.ts';
import type { InventoryInput } from '../schema/inventory.ts';
import { prune } from '../schema/prune.ts';
import type { Document } from '../yaml.ts';
import { contextOf } from './members.ts';
import { type Expand, normalise } from './normalise.ts';
import { broken } from './rules.ts';

/** An inventory of the native form; all its errors at once. */
export function readInventory(
  document: Document,
  file: string,
  expand: Expand,
): Result<Inventory, readonly Invalid[]> {
  const problems = checked(document, validate);
  // What breaks the schema is left out, so that the rules judge all the rest already now.
  const input = problems.length === 0 ? document.value : prune(document.value, validate);
  if (!isInput(input)) return err(problems);
  const context = contextOf(document, input);
  const all = andThen(problems, broken(context));
  return all.length === 0 ? ok(normalise(context, file, expand)) : err(all);
}

function isInput(value: unknown): value is InventoryInput {
  return validate(value);
}
