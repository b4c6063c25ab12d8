import { describe } from '../problems/problem.ts';
import type { PastRun, RunRecord } from '../model/journal.ts';
import { shellWords } from '../remote/shell.ts';
import { foldNames } from '../model/fold-names.ts';

/** The notes under the line of a run, and the command to type where the user must act. */
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
  if (record.rollback !== null) return [`rolled back because: ${record.rollback}`];
  const { rollsBack } = record.begin;
  return rollsBack === undefined ? [] : [`it rolled back run ${rollsBack}`];
}

/** The nodes of a run, and its owner. */
export function historyDetail({ begin }: RunRecord): string {
  return `${foldNames(begin.nodes.map(({ spec }) => spec.name))}; by ${begin.owner}`;
}

function died(record: RunRecord): readonly string[] {
  const where = record.rollback === null ? stageOf(record) : ', during its rollback';
  return [
    `it died${where || ', before its first stage'}; ${historyDetail(record)}`,
    `to roll back: ${command('rollback', record)}`,
  ];
}

function held(record: RunRecord, now: number): readonly string[] {
  const { confirmSeconds, inventory } = record.begin;
  const left = Math.round((Date.parse(record.lastAt) - now) / 1000 + confirmSeconds);
  const [keep, back] = [command('confirm', record), command('rollback', record)];
  return left > 0
    ? [
        `the nodes revert by themselves in ${left} s, unless you confirm the run`,
        `to keep it: ${keep}`,
        `to roll back now: ${back}`,
      ]
    : [
        `nobody confirmed the run within ${confirmSeconds} s: the nodes revert by themselves`,
        `to check: \`mcreconcile ${shellWords(['check', inventory])}\``,
        `to make sure: ${back}`,
      ];
}

function halfDone(record: RunRecord): readonly string[] {
  return [
    `some nodes could not be rolled back; ${historyDetail(record)}`,
    `when the nodes answer: ${command('rollback', record)}`,
  ];
}

function stageOf({ stage }: RunRecord): string {
  return stage === null ? '' : `, in the stage ${stage}`;
}

/** In backticks, which keep a command on one line. */
function command(verb: string, { begin: { run } }: RunRecord): string {
  return `\`mcreconcile ${verb} ${run}\``;
}
