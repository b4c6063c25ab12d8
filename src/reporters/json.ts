import { describe } from '../problems/describe.ts';
import type { Plan, Stage } from '../model/plan.ts';
import { classOf, isError, severityOf } from '../problems/class.ts';
import type { NodeFacts } from '../model/facts.ts';
import type { Finding, Problem } from '../problems/problem.ts';
import { summary, type NodeReport, type Report } from '../model/report.ts';
import { effectiveKeys } from '../ovs/effective.ts';
import { escapeJson } from './escape.ts';
import type { Reporter } from './reporter.ts';

/** `mcreconcile.report/1`: one document at the end. Within version 1, keys are only added. */
export const json: Reporter = async (report, exit) => {
  const document = {
    format: 'mcreconcile.report/1',
    command: report.command,
    run: report.run,
    result: result(report, exit),
    exit,
    summary: summary(report),
    nodes: report.nodes.map((each) => node(each, report.command === 'facts')),
    problems: report.problems.map(finding),
    ...(report.paths === null ? {} : { paths: report.paths }),
    ...(report.plan === null ? {} : strategyObject(report.plan)),
  };
  return `${escapeJson(JSON.stringify(document, null, 2))}\n`;
};

const results: Readonly<Record<number, string>> = {
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

function result(report: Report, exit: number): string {
  if (exit === 0 && report.command === 'init') return 'written';
  if (exit === 0)
    return report.nodes.some(({ status }) => status === 'changed') ? 'changed' : 'in-sync';
  return results[exit] ?? (isRefusal(report) ? 'refused' : 'failed');
}

/** A rule, and nothing worse, kept the run from writing. */
function isRefusal({ command, nodes, problems }: Report): boolean {
  const all = [
    ...nodes.flatMap((each) => each.problems),
    ...problems.map(({ problem }) => problem),
  ];
  return (
    (command === 'plan' || command === 'apply') &&
    all.filter(isError).every((problem) => classOf(problem) === 'rule')
  );
}

function node(report: NodeReport, withFacts: boolean): object {
  const { name, address, status, changes, written, problems, durationMs, facts } = report;
  return {
    name,
    address,
    status,
    changes,
    written,
    problems: problems.map(problemObject),
    duration_ms: durationMs,
    ...(withFacts ? { facts: facts && factsObject(facts) } : {}),
  };
}

/** With what OVN makes of the keys, so that nobody has to know its rules to read them. */
function factsObject(facts: NodeFacts): object {
  return { ...facts, effective: effectiveKeys(facts) };
}

function finding({ nodes, problem }: Finding): object {
  return { ...problemObject(problem), nodes };
}

/** The changes of each stage add up to those of the nodes: they are not said again. */
function strategyObject({ strategy, stages }: Plan): object {
  const nodes = ({ writes }: Stage): readonly string[] => writes.map(({ node }) => node);
  return {
    strategy,
    stages: stages.map((stage) => ({ name: stage.name, layer: stage.layer, nodes: nodes(stage) })),
  };
}

export function problemObject(problem: Problem): object {
  return { kind: problem.kind, severity: severityOf(problem), ...describe(problem) };
}
