import { err, ok } from '../model/result.ts';
import { invalid, type Read } from './invalid.ts';
import { didYouMean } from './nearest.ts';
import { isMap, typeOf } from './schema/wanted.ts';
import type { Document } from './yaml.ts';

/** The forms of inventory that a YAML file can have. */
export type Form = 'native' | 'preseed' | 'ansible';

/** Tells by the top level which form of inventory a YAML file has. */
export function recognise(document: Document): Read<Form> {
  const { value } = document;
  if (!isMap(value)) {
    const hint = Array.isArray(value) ? ' (a playbook is a list)' : '';
    return refuse(document, `this is ${typeOf(value)}, not an inventory${hint}`);
  }
  const keys = document.keys([]);
  const groups = new Set(keys.filter((key) => isGroup(Reflect.get(value, key))));
  if (keys.includes('systems') && !keys.includes('nodes')) return ok('preseed');
  if (keys.includes('all')) return ok('ansible');
  if (keys.some((key) => ours.includes(key) && !(key === 'nodes' && groups.has(key))))
    return ok('native');
  if (groups.size > 0) return ok('ansible');
  // A slip in a key is better told as such.
  if (keys.some((key) => didYouMean(key, ours) !== undefined)) return ok('native');
  return refuse(document, 'this is not an inventory in a known form');
}

const ours = ['nodes', 'groups', 'defaults'];

const parts = ['hosts', 'children', 'vars'];

/** A group of Ansible's; a native map of nodes or settings has other keys. */
function isGroup(value: unknown): boolean {
  const keys = isMap(value) ? Object.keys(value) : [];
  return keys.length > 0 && keys.every((key) => parts.includes(key));
}

function refuse(document: Document, cause: string) {
  return err([...document.problems, invalid(document.place([], 'key'), { cause, instead })]);
}

const instead =
  'write an inventory with `nodes:`, such as `nodes: { micro01: {} }`, or name a MicroCloud preseed (`systems:`) or an Ansible inventory (`all:`, or INI)';
