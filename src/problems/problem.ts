import { connection } from './connection.ts';
import { cutover } from './cutover.ts';
import { endpoint } from './endpoint.ts';
import { input } from './input.ts';
import type { Kind } from './kind.ts';
import { microovn } from './microovn.ts';
import { nic } from './nic.ts';
import { node } from './node.ts';
import { outside } from './outside.ts';
import { path } from './path.ts';
import { run } from './run.ts';
import { setup } from './setup.ts';
import { southbound } from './southbound.ts';
import { state } from './state.ts';
import { timer } from './timer.ts';
import { tunnel } from './tunnel.ts';
import { write } from './write.ts';

const catalogue = {
  ...input,
  ...connection,
  ...node,
  ...nic,
  ...endpoint,
  ...outside,
  ...microovn,
  ...path,
  ...tunnel,
  ...southbound,
  ...cutover,
  ...write,
  ...timer,
  ...run,
  ...state,
  ...setup,
};

/** Every expected failure: each entry of the catalogue, its kind and its data. */
export type Problem = {
  [K in keyof Catalogue]: Catalogue[K] extends Kind<infer Data> ? Member<K, Data> : never;
}[keyof Catalogue];

/** A problem and the nodes that it is about: one, or several for a fleet-wide rule. */
export interface Finding {
  readonly nodes: readonly string[];
  readonly problem: Problem;
}

type Catalogue = typeof catalogue;

type Member<K, Data> = { readonly kind: K } & { readonly [Field in keyof Data]: Data[Field] };

/** The entry of each kind. */
export const kinds: Kinds = catalogue;

type Kinds = { readonly [K in Problem['kind']]: Kind<Extract<Problem, { kind: K }>> };
