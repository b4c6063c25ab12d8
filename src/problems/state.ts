import type { LockOwner } from '../model/lock.ts';
import { kind } from './kind.ts';

interface OfFile {
  file: string;
  reason: string;
}

/** With the controller's own files: journals, locks, saved plans. */
export const state = {
  'journal-unwritable': kind<OfFile>({
    class: 'write',
    summary: ({ file, reason }) => `the journal ${file} cannot be written: ${reason}`,
    hint: 'without a journal nothing could be rolled back: make room there, or set XDG_STATE_HOME',
  }),
  'journal-damaged': kind<OfFile & { line: number }>({
    class: 'input',
    summary: ({ file, line, reason }) => `${file}:${line} the journal is damaged: ${reason}`,
    hint: 'the changes of the run cannot be read from it: look at the nodes with `mcreconcile plan`',
  }),
  locked: kind<{
    file: string;
    by: LockOwner;
    /** The owner's process is on this host, where its death would be noticed. */
    here: boolean;
  }>({
    class: 'locked',
    summary: ({ by }) => `${by.inventory} is locked by ${ofRun(by)}, since ${by.at}`,
    hint: ({ file, by, here }) =>
      here
        ? 'wait until it has ended, or give --lock-timeout SECONDS to wait for it'
        : `look on ${by.host}: if that process is gone, remove ${file} (the lock expires at ${by.expires})`,
  }),
  /** Its owner was gone. */
  'lock-taken-over': kind<{ by: LockOwner }>({
    class: 'note',
    summary: ({ by }) => `the lock of ${ofRun(by)}, was taken over: that process is gone`,
    hint: '`mcreconcile history` shows how far that run came',
  }),
  'lock-unusable': kind<OfFile>({
    class: 'write',
    summary: ({ file, reason }) => `the lock ${file} cannot be used: ${reason}`,
    hint: 'check its folder; if the file itself is damaged and nobody runs mcreconcile, remove it',
  }),
  'plan-file': kind<OfFile>({
    class: 'input',
    summary: ({ file, reason }) => `${file} is not a plan that can be applied: ${reason}`,
    hint: 'make a new one: `mcreconcile plan INVENTORY --out FILE`',
  }),
  'export-unsaved': kind<OfFile>({
    class: 'write',
    summary: ({ file, reason }) => `the inventory was not written to ${file}: ${reason}`,
    hint: 'name another file: an existing file is never replaced',
  }),
  /** It changes no exit code: that one is about the nodes. */
  'report-unsaved': kind<OfFile>({
    class: 'warning',
    told: true,
    summary: ({ file, reason }) => `the report was not written into ${file}: ${reason}`,
    hint: 'remove the cause, or name another file with --json-into; what was there is as it was',
  }),
  'plan-unsaved': kind<OfFile>({
    class: 'write',
    summary: ({ file, reason }) => `the plan was not saved to ${file}: ${reason}`,
    hint: 'remove the cause, or name another file; there is nothing to apply yet',
  }),
};

function ofRun({ run, user, host, pid }: LockOwner): string {
  return `run ${run} of ${user}@${host}, pid ${pid}`;
}
