import { Buffer } from 'node:buffer';
import { journalBegin, journalEnd, journalRollback, journalStage } from '../generated/state.js';
import type { JournalRecord } from '../model/journal.ts';
import type { Problem } from '../problems/problem.ts';
import { err, ok, type Result } from '../model/result.ts';
import { parseJson, shapeFault } from './json.ts';

/** The records of a journal, strictly; a last line that a crash tore is left out. */
export function parseRecords(
  bytes: Uint8Array,
  file: string,
): Result<readonly JournalRecord[], Problem> {
  const records: JournalRecord[] = [];
  for (const line of wholeLines(Buffer.from(bytes))) {
    const record = parseRecord(line, records.length === 0);
    if (typeof record === 'string') {
      return err({ kind: 'journal-damaged', file, line: records.length + 1, reason: record });
    }
    records.push(record);
  }
  if (records.length > 0) return ok(records);
  return err({ kind: 'journal-damaged', file, line: 1, reason: 'it holds no record' });
}

/** Split as bytes: a torn line may end within a character. */
function* wholeLines(bytes: Buffer): Generator<Uint8Array> {
  for (let from = 0, to = 0; (to = bytes.indexOf(0x0a, from)) !== -1; from = to + 1) {
    yield bytes.subarray(from, to);
  }
}

/** The record, or what is wrong with it. */
function parseRecord(line: Uint8Array, first: boolean): JournalRecord | string {
  const value = parseJson(line);
  if (value === undefined) return 'this is no JSON';
  const type: unknown = Object(value).type;
  const validate = validators.get(type);
  if (validate === undefined) return 'this is no record of a journal';
  if ((type === 'begin') !== first) return 'a journal has one beginning, on its first line';
  return validate<JournalRecord>(value) ? value : `this record ${shapeFault(validate)}`;
}

const validators = new Map<unknown, typeof journalBegin>([
  ['begin', journalBegin],
  ['stage', journalStage],
  ['rollback', journalRollback],
  ['end', journalEnd],
]);
