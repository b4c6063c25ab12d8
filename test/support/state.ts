import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Journal } from '../../src/engine/ports.ts';
import type { Begin, JournalRecord } from '../../src/model/journal.ts';
import type { Problem } from '../../src/problems/problem.ts';
import type { Result } from '../../src/model/result.ts';
import { createJournal, openJournal } from '../../src/state/journal.ts';
import { spec } from './builders.ts';

/** A folder of the test's own, gone after it. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'mcreconcile-state-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** The first line of the journal of a run over two nodes; tests say what differs. */
export function begin(run: string, differs: Partial<Begin> = {}): Begin {
  const change = { column: 'external_ids', key: 'ovn-encap-ip' } as const;
  const [before, after] = ['198.18.0.11', '198.19.0.11'];
  const changes = [{ table: 'Open_vSwitch', ...change, before, after } as const];
  const nodes = [1, 2].map((n) => ({ spec: spec(n), changes }));
  const writes = nodes.map(({ spec }) => ({ node: spec.name, changes, holds: [], tunnels: [] }));
  const stages = [{ name: 'move', layer: 0, prime: [], southbound: null, writes } as const];
  return {
    type: 'begin',
    format: 'mcreconcile.journal/1',
    at: '2026-11-22T08:15:00.000Z',
    run,
    inventory: 'inventory.yaml',
    owner: 'root@ops1, pid 4711',
    strategy: 'in-place',
    confirmSeconds: 60,
    nodes,
    stages,
    ...differs,
  };
}

/** A journal with its first line and these after it. */
export async function writeJournal(
  folder: string,
  first: Begin,
  ...records: readonly JournalRecord[]
): Promise<void> {
  const journal = valueOf(await createJournal(folder, first));
  for (const record of records) valueOf(await journal.append(record));
  await journal.close();
}

/** An earlier run's journal, closed after the test. */
export async function reopened(folder: string, run: string): Promise<Journal> {
  const journal = valueOf(await openJournal(folder, run));
  onTestFinished(() => journal.close());
  return journal;
}

/** The value of a result that must be good. */
export function valueOf<T>(result: Result<T, Problem>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}
