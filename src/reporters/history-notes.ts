import { describe } from '../problems/describe.ts';
import type { PastRun } from '../model/history.ts';
import type { RunRecord } from '../model/journal.ts';
import { shellWords } from '../model/shell.ts';
import { foldNames } from './fold-names.ts';

/** What is to be said of a run beyond its line: for those that need somebody, what to type. */
export function historyNotes(run: PastRun, now: number): readonly string[] {
  if (run.record === null) {
    const { summary, hint } = describe(run.problem);
    return [summary, hint];
  }
  const { record } = run;
  if (run.result === 'running') return [`by ${record.begin.owner}${stageOf(record)}`];
  if (run.result === 'died') return died(record);
  if (run.result === 'held') return held(record, now);
  if (run.result === 'half-done') return halfDone(record);
  if (record.rollback !== null) return [`put back because: ${record.rollback}`];
  const { takesBack } = record.begin;
  return takesBack === undefined ? [] : [`took back what run ${takesBack} wrote`];
}

/** Whose it was, and which nodes it was about. */
export function historyDetail({ begin }: RunRecord): string {
  return `${foldNames(begin.nodes.map(({ spec }) => spec.name))}; by ${begin.owner}`;
}

function died(record: RunRecord): readonly string[] {
  const where = record.rollback === null ? stageOf(record) : ', while it put things back';
  return [
    `it died${where || ', before its first stage'}; ${historyDetail(record)}`,
    `to put back what it changed: ${command('rollback', record)}`,
  ];
}

function held(record: RunRecord, now: number): readonly string[] {
  const { confirmSeconds, inventory } = record.begin;
  const left = Math.round((Date.parse(record.lastAt) - now) / 1000 + confirmSeconds);
  const [keep, back] = [command('confirm', record), command('rollback', record)];
  return left > 0
    ? [
        `the nodes put everything back by themselves in ${left} s, unless it is confirmed`,
        `to keep it: ${keep}`,
        `to put it back now: ${back}`,
      ]
    : [
        `nobody confirmed it within ${confirmSeconds} s: the nodes put it back by themselves`,
        `to see: \`mcreconcile ${shellWords(['check', inventory])}\``,
        `to make sure: ${back}`,
      ];
}

function halfDone(record: RunRecord): readonly string[] {
  return [
    `not all nodes could be put back; ${historyDetail(record)}`,
    `once they answer: ${command('rollback', record)}`,
  ];
}

function stageOf({ stage }: RunRecord): string {
  return stage === null ? '' : `, in the stage ${stage}`;
}

/** In backticks, which keep a command on one line. */
function command(verb: string, { begin: { run } }: RunRecord): string {
  return `\`mcreconcile ${verb} ${run}\``;
}
