import { err, ok, type Result } from '../model/result.ts';
import { type Invalid, invalid } from './invalid.ts';
import { typeOf } from './schema/wanted.ts';
import type { Document } from './yaml.ts';

/** Tells by the top level which form of inventory a file has; the native one is the only one so far. */
export function recognise(document: Document): Result<'native', readonly Invalid[]> {
  const { value } = document;
  const keys = document.keys([]);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refuse(document, [], `this is ${typeOf(value)}, not an inventory${listHint(value)}`);
  if (keys.includes('nodes')) return ok('native');
  const foreign = Object.keys(foreigners).find((key) => keys.includes(key));
  if (foreign === undefined) return ok('native');
  const cause = `this looks like ${foreigners[foreign]}, which this version does not read yet`;
  return refuse(document, [foreign], cause);
}

const foreigners: Readonly<Record<string, string>> = {
  systems: 'a MicroCloud preseed',
  all: 'an Ansible inventory',
};

function listHint(value: unknown): string {
  return Array.isArray(value) ? ' (a playbook is a list)' : '';
}

function refuse(document: Document, path: readonly string[], cause: string) {
  const instead = 'write an inventory with `nodes:`, such as `nodes: { micro01: {} }`';
  return err([...document.problems, invalid(document.place(path, 'key'), { cause, instead })]);
}
