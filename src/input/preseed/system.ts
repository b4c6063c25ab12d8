import type { Place } from '../../model/inventory.ts';
import { leaf, type Piece } from '../assembled.ts';
import { isMap } from '../schema/wanted.ts';
import type { Document } from '../yaml.ts';

/** A system of a preseed; what is empty is not there, as for MicroCloud. */
export interface System {
  readonly place: Place;
  readonly name: Piece | null;
  readonly address: Piece | null;
  /** MicroCloud's `ovn_underlay_ip`: a bare address. */
  readonly bare: Piece | null;
  /** The specification's `underlay_ip`: with a prefix length. */
  readonly cidr: Piece | null;
}

/** The systems as far as their types allow; the schema tells the rest. */
export function systemsOf(document: Document): readonly System[] {
  const systems: unknown = Object(document.value).systems;
  if (!Array.isArray(systems)) return [];
  return systems.flatMap((system: unknown, at) =>
    isMap(system) ? [systemOf(document, system, at)] : [],
  );
}

/** What is written in a piece; nothing where it is no text. */
export function textOf(piece: Piece | null): string {
  return typeof piece?.value === 'string' ? piece.value : '';
}

function systemOf(document: Document, system: object, at: number): System {
  const piece = (key: string): Piece | null => {
    const value: unknown = Object.hasOwn(system, key) ? Reflect.get(system, key) : null;
    if (value === null || value === '') return null;
    const path = ['systems', at, key];
    return leaf(value, document.place(path, 'key'), document.place(path, 'value'));
  };
  return {
    place: document.place(['systems', at], 'key'),
    name: piece('name'),
    address: piece('address'),
    bare: piece('ovn_underlay_ip'),
    cidr: piece('underlay_ip'),
  };
}
