import { connection } from './connection.ts';
import { cutover } from './cutover.ts';
import { endpoint } from './endpoint.ts';
import { input } from './input.ts';
import { type Kind, type ProblemClass, said } from './kind.ts';
import { lxd } from './lxd.ts';
import { member } from './member.ts';
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
  ...lxd,
  ...member,
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

/** The entry of each kind. @internal for its test */
export const kinds: Kinds = catalogue;

type Kinds = { readonly [K in Problem['kind']]: Kind<Extract<Problem, { kind: K }>> };

/** Cause and remedy of a problem; its text may hold what a node said: escape it before printing. */
export function describe(problem: Problem) {
  const { summary, hint } = entryOf(problem);
  return { summary: said(summary, problem), hint: said(hint, problem) };
}

/** All that a plan or a report says, of its nodes and of the whole. */
export function problemsIn({ nodes, problems }: Said): readonly Problem[] {
  return [...nodes.flatMap((each) => each.problems), ...problems.map(({ problem }) => problem)];
}

interface Said {
  readonly nodes: readonly { readonly problems: readonly Problem[] }[];
  readonly problems: readonly Finding[];
}

/** An error stops the run before its first write; the others are said and stop nothing. */
export function severityOf(problem: Problem): 'error' | 'warning' | 'note' {
  const found = classOf(problem);
  if (found === 'held') return 'note';
  // Nothing has to be done about it any more.
  if (found === 'moved') return 'warning';
  return found === 'warning' || found === 'note' ? found : 'error';
}

export function isError(problem: Problem): boolean {
  return severityOf(problem) === 'error';
}

export function classOf(problem: Problem): ProblemClass {
  return said(entryOf(problem).class, problem);
}

/** The rules that `--allow` can override, by the kind of their problem. */
export function ruleNames(): readonly string[] {
  return Object.entries(kinds).flatMap(([name, entry]) => (entry.class === 'rule' ? [name] : []));
}

/** Told even where all is in sync. */
export function breaksSilence(problem: Problem): boolean {
  return entryOf(problem).told === true;
}

/** Its kind, and which of several causes of that kind it is: nodes that share it are alike. */
export function causeOf(problem: Problem): string {
  return JSON.stringify([problem.kind, said(entryOf(problem).variant ?? '', problem)]);
}

/** What is wrong with files or arguments, rather than with nodes. */
export function isInput(problem: Problem): boolean {
  return ['input', 'usage'].includes(classOf(problem));
}

function entryOf({ kind }: Problem): Kind<Problem> {
  return kinds[kind];
}
