import type { TestContext } from 'vitest';
import type { Session } from '../../../src/engine/ports.ts';
import type { Change, Column, Value } from '../../../src/model/change.ts';
import type { NodeSpec } from '../../../src/model/inventory.ts';
import { shellWords } from '../../../src/remote/shell.ts';
import { compileWrite } from '../../../src/remote/write/compile.ts';
import { connectorFor } from '../../../src/transports/index.ts';
import { spec } from '../../support/builders.ts';
import { startOvsdb, type Ovsdb, type Row } from './ovsdb.ts';
import { startRelay, type Relay } from './relay.ts';

/** Run at our first, second, … commit, before the database gets it. */
export type Intrusion = (db: Ovsdb, commit: number) => Promise<void> | void;

/** A database and a node whose only way to it is the relay. */
export interface Track {
  readonly db: Ovsdb;
  readonly relay: Relay;
  readonly session: Session;
  readonly spec: NodeSpec;
}

/** How a write came out. */
interface Finish {
  readonly exit: number | null;
  readonly row: Row;
  /** How often the command tried. */
  readonly commits: number;
}

/** Lays out a track for one test, the database holding `before`. */
export async function track(
  { onTestFinished }: TestContext,
  before: Row,
  intrusion: Intrusion,
): Promise<Track> {
  const db = await startOvsdb();
  onTestFinished(() => db.stop());
  for (const column of columns)
    for (const [key, value] of Object.entries(before[column])) await db.put(column, key, value);
  const relay = await startRelay(db, (commit) => intrusion(db, commit));
  onTestFinished(() => relay.stop());
  const node = spec(1, { connection: 'local', ovs: { db: `unix:${relay.socket}` } });
  const session = await connector.connect(node, new AbortController().signal);
  if (!session.ok) throw new Error(session.error.kind);
  return { db, relay, session: session.value, spec: node };
}

/** Runs the product's own command, as it runs it: words for a shell, over a session. */
export async function race(
  context: TestContext,
  { before, after }: { readonly before: Row; readonly after: Row },
  intrusion: Intrusion,
  compile: typeof compileWrite = compileWrite,
): Promise<Finish> {
  const { db, relay, session, spec } = await track(context, before, intrusion);
  const ovs = { vsctl: 'ovs-vsctl', db: spec.ovs.db ?? null, version: null };
  const script = shellWords(
    compile(
      { ...ovs, vswitchdAnswers: null, flows: null, columns: before },
      { changes: changesOf(before, after), holds: [], tunnels: [] },
    ),
  );
  const outcome = await session.run(script, AbortSignal.timeout(30_000));
  if (!outcome.ok) throw new Error(outcome.error.kind);
  return { exit: outcome.value.exit, row: await db.row(), commits: relay.commits() };
}

/** What the planner would make of the two rows. */
export function changesOf(before: Row, after: Row): readonly Change[] {
  return columns.flatMap((column) =>
    [...new Set([...Object.keys(before[column]), ...Object.keys(after[column])])]
      .map((key) => change(column, key, before[column][key] ?? null, after[column][key] ?? null))
      .filter((each) => each.before !== each.after),
  );
}

const columns = ['external_ids', 'other_config'] as const;

const connector = connectorFor({
  user: 'root',
  home: '/',
  identityFiles: [],
  knownHosts: [],
  overrides: {},
});

function change(column: Column, key: string, before: Value, after: Value): Change {
  return { table: 'Open_vSwitch', column, key, before, after };
}
