import { preseed as validate } from '../../generated/validators.js';
import type { Inventory, Place } from '../../model/inventory.ts';
import { err } from '../../model/result.ts';
import { assembled, leaf, mapOf, type Piece } from '../assembled.ts';
import { andThen, checked } from '../checked.ts';
import { type Invalid, invalid, type Read } from '../invalid.ts';
import { readInventory } from '../native/inventory.ts';
import type { Expand } from '../native/normalise.ts';
import type { Document } from '../yaml.ts';
import { broken } from './rules.ts';
import { type System, systemsOf, textOf } from './system.ts';

/** The systems of a MicroCloud preseed as nodes; all its errors at once. */
export function readPreseed(document: Document, file: string, expand: Expand): Read<Inventory> {
  const systems = systemsOf(document);
  const own = [...noneGiven(document, systems), ...broken(systems)];
  const problems = andThen(checked(document, validate), own);
  const nodes = systems.filter(isFirst(new Set())).flatMap(nodeOf);
  if (nodes.length === 0) return err(problems);
  const top = document.place(['systems'], 'key');
  const root = mapOf(top, [['nodes', mapOf(top, nodes)]]);
  return readInventory(assembled(root, problems), file, expand);
}

function noneGiven(document: Document, systems: readonly System[]): readonly Invalid[] {
  const given: unknown = Object(document.value).systems;
  if (systems.length > 0 || (Array.isArray(given) && given.length > 0)) return [];
  const instead = 'add the systems, such as `- name: micro01`';
  return [invalid(document.place(['systems'], 'value'), { cause: 'No systems given', instead })];
}

function isFirst(seen: Set<string>) {
  return ({ name }: System): boolean =>
    textOf(name) !== '' && seen.size < seen.add(textOf(name)).size;
}

function nodeOf({ name, address, bare, cidr }: System): readonly (readonly [string, Piece])[] {
  if (name === null) return [];
  const underlay = underlayOf(name.at, cidr ?? bare);
  const parts = [['address', address] as const, ['underlay', underlay] as const];
  return [[textOf(name), mapOf(name.at, parts)]];
}

// Without one, MicroOVN takes the member's own address, and so does the specification.
function underlayOf(name: Place, ip: Piece | null): Piece {
  return ip === null ? leaf(false, name) : mapOf(ip.key, [['ip', ip]]);
}
