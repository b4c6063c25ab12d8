import type { Change } from './change.ts';
import type { NodeFacts } from './facts.ts';
import type { PathAnswer, Plan } from './plan.ts';
import type { Finding, Problem } from '../problems/problem.ts';

export type Command =
  'validate' | 'export' | 'init' | 'facts' | 'plan' | 'apply' | 'check' | 'confirm' | 'rollback';

export type Status =
  'ok' | 'drift' | 'changed' | 'failed' | 'unreachable' | 'skipped' | 'rolled_back';

/** How one node came out of the run. */
export interface NodeReport {
  readonly name: string;
  readonly address: string;
  readonly status: Status;
  /** Net: what differs, or what was changed. */
  readonly changes: readonly Change[];
  readonly problems: readonly Problem[];
  /** Whether anything was written to it; null: nobody knows. */
  readonly written: boolean | null;
  readonly durationMs: number;
  /** What was read; null where nothing was. */
  readonly facts: NodeFacts | null;
}

/** How a run ended: text, JSON and exit code are made from this one value. */
export interface Report {
  readonly command: Command;
  /** `20261122T081500Z-7f3a`: when it began, and a nonce. */
  readonly run: string;
  /** In inventory order. */
  readonly nodes: readonly NodeReport[];
  /** What is about the run, the files, or several nodes. */
  readonly problems: readonly Finding[];
  /** What the nodes answered about the underlay; null: they were not asked. */
  readonly paths: readonly PathAnswer[] | null;
  /** What it was decided from; null: nothing was planned. */
  readonly plan: Plan | null;
}

export type Summary = Readonly<Record<'nodes' | Status, number>>;

export function summary({ nodes }: Report): Summary {
  const count = (status: Status): number => nodes.filter((node) => node.status === status).length;
  return {
    nodes: nodes.length,
    ok: count('ok'),
    drift: count('drift'),
    changed: count('changed'),
    failed: count('failed'),
    unreachable: count('unreachable'),
    skipped: count('skipped'),
    rolled_back: count('rolled_back'),
  };
}
