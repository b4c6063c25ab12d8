import type { History, PastRun } from '../model/history.ts';
import type { RunRecord } from '../model/journal.ts';
import { escapeJson } from './escape.ts';
import { problemObject } from './json.ts';

/** `mcreconcile.history/1`. Within version 1, keys are only added. */
export function historyJson({ runs, older, problems }: History): string {
  const document = {
    format: 'mcreconcile.history/1',
    runs: runs.map(runObject),
    older,
    problems: problems.map(problemObject),
  };
  return `${escapeJson(JSON.stringify(document, null, 2))}\n`;
}

function runObject({ run, result, record, problem }: PastRun): object {
  const told = record === null ? nothing : recordObject(record);
  return { run, result, ...told, problems: problem === null ? [] : [problemObject(problem)] };
}

function recordObject({ begin, stage, rollback, lastAt }: RunRecord): object {
  return {
    at: begin.at,
    last_at: lastAt,
    inventory: begin.inventory,
    nodes: begin.nodes.map(({ spec }) => spec.name),
    strategy: begin.strategy,
    confirm_seconds: begin.confirmSeconds,
    takes_back: begin.takesBack ?? null,
    owner: begin.owner,
    stage,
    rollback,
  };
}

const nothing = {
  at: null,
  last_at: null,
  inventory: null,
  nodes: null,
  strategy: null,
  confirm_seconds: null,
  takes_back: null,
  owner: null,
  stage: null,
  rollback: null,
};
