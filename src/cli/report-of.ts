import { randomBytes } from 'node:crypto';
import type { NodeSpec } from '../model/inventory.ts';
import type { Finding, Problem } from '../problems/problem.ts';
import type { Command, NodeReport, Report } from '../model/report.ts';

/** `20261122T081500Z-7f3a`: sorts by time, and tells runs of the same second apart. */
export function newRun(): string {
  const stamp = new Date().toISOString().replace(/\.\d+/, '').replaceAll(/[-:]/g, '');
  return `${stamp}-${randomBytes(2).toString('hex')}`;
}

/** The report of a command that planned nothing. */
export function reportOf(
  command: Command,
  problems: readonly Finding[],
  { run = newRun(), nodes = [] }: { run?: string; nodes?: readonly NodeReport[] } = {},
): Report {
  return { command, run, nodes, problems, paths: null, plan: null };
}

/** They are about the run or its files, not about nodes. */
export function ofRun(problems: readonly Problem[]): readonly Finding[] {
  return problems.map((problem) => ({ nodes: [], problem }));
}

/** The report, and these before what it says. */
export function preceded(findings: readonly Finding[], report: Report): Report {
  return { ...report, problems: [...findings, ...report.problems] };
}

/** The report, and this at its end. */
export function followed(report: Report, problem: Problem): Report {
  return { ...report, problems: [...report.problems, ...ofRun([problem])] };
}

/** What is wrong with a command line, and what to type instead. */
export function usage(cause: string, instead: string): Problem {
  return { kind: 'usage', cause, instead };
}

/** A node that nobody has asked. */
export function unread({ name, address }: NodeSpec): NodeReport {
  return {
    name,
    address,
    status: 'ok',
    changes: [],
    problems: [],
    written: false,
    durationMs: 0,
    facts: null,
  };
}
