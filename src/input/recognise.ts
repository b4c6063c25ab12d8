import { err, ok, type Result } from '../model/result.ts';
import { type Invalid, invalid } from './invalid.ts';
import { typeOf } from './schema/wanted.ts';
import type { Document } from './yaml.ts';

/** The forms of inventory that a YAML file can have. */
export type Form = 'native' | 'preseed';

/** Tells by the top level which form of inventory a YAML file has. */
export function recognise(document: Document): Result<Form, readonly Invalid[]> {
  const { value } = document;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refuse(document, `this is ${typeOf(value)}, not an inventory${listHint(value)}`);
  const keys = document.keys([]);
  if (keys.includes('nodes')) return ok('native');
  if (keys.includes('systems')) return ok('preseed');
  if (!keys.includes('all')) return ok('native');
  return refuse(document, 'this looks like an Ansible inventory, which is not read yet');
}

function listHint(value: unknown): string {
  return Array.isArray(value) ? ' (a playbook is a list)' : '';
}

function refuse(document: Document, cause: string) {
  return err([...document.problems, invalid(document.place([], 'key'), { cause, instead })]);
}

const instead =
  'write an inventory with `nodes:`, such as `nodes: { micro01: {} }`, or name a MicroCloud preseed (`systems:`)';
