import type { History, PastRun, RunRecord } from '../model/journal.ts';
import { documentText } from './escape.ts';
import { problemObject } from './json.ts';
import type { historySchema } from './schemas/history.ts';
import type { ValueOf } from './schemas/parts.ts';

/** `mcreconcile.history/1`. Within version 1, keys are only added. */
export function historyJson({ runs, older, problems }: History): string {
  const document: Document = {
    format: 'mcreconcile.history/1',
    runs: runs.map(runObject),
    older,
    problems: problems.map(problemObject),
  };
  return documentText(document);
}

type Document = ValueOf<typeof historySchema>;
type Run = Document['runs'][number];

function runObject({ run, result, record, problem }: PastRun): Run {
  const told = record === null ? nothing : recordObject(record);
  return { run, result, ...told, problems: problem === null ? [] : [problemObject(problem)] };
}

type Told = Omit<Run, 'run' | 'result' | 'problems'>;

function recordObject({ begin, stage, rollback, lastAt }: RunRecord): Told {
  return {
    started_at: begin.at,
    last_at: lastAt,
    inventory: begin.inventory,
    nodes: begin.nodes.map(({ spec }) => spec.name),
    strategy: begin.strategy,
    confirm_seconds: begin.confirmSeconds,
    rolls_back: begin.rollsBack ?? null,
    owner: begin.owner,
    stage,
    rollback_cause: rollback,
  };
}

const nothing: Told = {
  started_at: null,
  last_at: null,
  inventory: null,
  nodes: null,
  strategy: null,
  confirm_seconds: null,
  rolls_back: null,
  owner: null,
  stage: null,
  rollback_cause: null,
};
