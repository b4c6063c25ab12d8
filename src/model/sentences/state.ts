import type { Sentences } from '../describe.ts';
import type { StateProblem } from '../state-problem.ts';

export const stateSentences: Sentences<StateProblem['kind']> = {
  'journal-unwritable': ({ file, reason }) => ({
    summary: `the journal ${file} cannot be written: ${reason}`,
    hint: 'without a journal nothing could be put back: make room there, or set XDG_STATE_HOME',
  }),
  'journal-damaged': ({ file, line, reason }) => ({
    summary: `${file}:${line} the journal is damaged: ${reason}`,
    hint: 'what the run changed cannot be read from it: look at the nodes with `mcreconcile plan`',
  }),
  locked: ({ file, by, here }) => ({
    summary: `${by.inventory} is locked by run ${by.run} of ${by.user}@${by.host}, pid ${by.pid}, since ${by.at}`,
    hint: here
      ? 'wait until it has ended, or give --lock-timeout SECONDS to wait for it'
      : `look on ${by.host}; if that process is gone, remove ${file} (it lapses at ${by.expires})`,
  }),
  'lock-taken-over': ({ by }) => ({
    summary: `the lock of run ${by.run} of ${by.user}@${by.host}, pid ${by.pid}, was taken over: that process is gone`,
    hint: '`mcreconcile history` tells how far it came',
  }),
  'lock-unusable': ({ file, reason }) => ({
    summary: `the lock ${file} cannot be used: ${reason}`,
    hint: 'check its folder; if the file itself is damaged and nobody runs mcreconcile, remove it',
  }),
  'plan-file': ({ file, reason }) => ({
    summary: `${file} is no plan that can be applied: ${reason}`,
    hint: 'make a new one: `mcreconcile plan INVENTORY --out FILE`',
  }),
  'export-unsaved': ({ file, reason }) => ({
    summary: `the inventory was not written to ${file}: ${reason}`,
    hint: 'name another file: one that is there is never replaced',
  }),
  'plan-unsaved': ({ file, reason }) => ({
    summary: `the plan was not saved to ${file}: ${reason}`,
    hint: 'mend that, or name another file; there is nothing to apply yet',
  }),
};
