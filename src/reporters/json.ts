import type { Change } from '../model/change.ts';
import type { PathAnswer, Plan, Stage } from '../model/plan.ts';
import { summary, type NodeReport, type Report } from '../model/report.ts';
import {
  classOf,
  problemsIn,
  describe,
  isError,
  type Problem,
  severityOf,
} from '../problems/problem.ts';
import { documentText } from './escape.ts';
import { factsObject } from './facts-json.ts';
import type { Reporter } from './reporter.ts';
import type { hostsSchema } from './schemas/hosts.ts';
import type { ValueOf } from './schemas/parts.ts';
import type { reportSchema } from './schemas/report.ts';
import { has } from './traits.ts';

/** `mcreconcile.report/1`: one document at the end. Within version 1, keys are only added. */
export const json: Reporter = async (report, exit) => documentText(reportObject(report, exit));

export function reportObject(report: Report, exit: number): Document {
  return {
    format: 'mcreconcile.report/1',
    command: report.command,
    run: report.run,
    result: result(report, exit),
    exit,
    summary: summary(report),
    nodes: report.nodes.map((each) => node(each, has(report.command, 'facts'))),
    problems: report.problems.map(({ nodes, problem }) => ({ ...problemObject(problem), nodes })),
    ...(report.paths === null ? {} : { paths: report.paths.map(path) }),
    ...(report.plan === null ? {} : order(report.plan)),
  };
}

type Document = ValueOf<typeof reportSchema>;
type Node = Document['nodes'][number];

const results: Readonly<Record<number, Document['result']>> = {
  2: 'drift',
  3: 'held',
  4: 'unreachable',
  5: 'unreachable',
  6: 'locked',
  7: 'stale',
  8: 'rolled-back',
  9: 'half-done',
  10: 'changed',
  64: 'invalid',
  65: 'invalid',
  130: 'interrupted',
  143: 'interrupted',
};

/** How the run came out, in one word. */
export function result(report: Report, exit: number): Document['result'] {
  if (exit === 0 && has(report.command, 'file')) return 'written';
  if (exit === 0)
    return report.nodes.some(({ status }) => status === 'changed') ? 'changed' : 'in-sync';
  return results[exit] ?? (isRefusal(report) ? 'refused' : 'failed');
}

/** A rule, and nothing worse, kept the run from writing. */
function isRefusal(report: Report): boolean {
  const errors = problemsIn(report).filter(isError);
  return has(report.command, 'proposes') && errors.every((problem) => classOf(problem) === 'rule');
}

function node(report: NodeReport, withFacts: boolean): Node {
  const { name, address, status, written, facts } = report;
  return {
    name,
    address,
    status,
    changes: report.changes.map(change),
    written,
    problems: report.problems.map(problemObject),
    duration_ms: report.durationMs,
    ...(withFacts ? { facts: facts && factsObject(facts) } : {}),
  };
}

function change({ table, column, key, before, after }: Change): Node['changes'][number] {
  return { table, column, key, before, after };
}

function path(answer: PathAnswer): NonNullable<Document['paths']>[number] {
  const { from, to, payload, sent, received, small, device } = answer;
  return { from, to, payload, sent, received, small, device };
}

/** The changes of each stage add up to those of the nodes: they are not said again. */
function order({ strategy, stages }: Plan): Pick<Document, 'strategy' | 'stages'> {
  const nodes = ({ writes }: Stage): readonly string[] => writes.map(({ node }) => node);
  return {
    strategy,
    stages: stages.map((stage) => ({ name: stage.name, layer: stage.layer, nodes: nodes(stage) })),
  };
}

export function problemObject(problem: Problem): Node['problems'][number] {
  const { summary, hint } = describe(problem);
  return { kind: problem.kind, severity: severityOf(problem), summary, hint };
}

/** `mcreconcile.hosts/1`: the names that `--list-hosts` chooses. */
export function hostsJson(hosts: readonly string[]): string {
  const document: ValueOf<typeof hostsSchema> = { format: 'mcreconcile.hosts/1', hosts };
  return documentText(document);
}
