import type { Value, Wish } from '../model/change.ts';
import { describe } from '../model/describe.ts';
import type { NodeFacts } from '../model/facts.ts';
import type { NodeSpec } from '../model/inventory.ts';
import type { StageWrite } from '../model/plan.ts';
import type { Problem } from '../model/problem.ts';
import { err, ok, type Result } from '../model/result.ts';
import { writeScript } from '../ovs/compile.ts';
import { commandDeadline, nodeDeadline } from './deadlines.ts';
import { readFacts } from './observe.ts';
import type { Outcome, Session, World } from './ports.ts';

/** A node that can be written: it was read over this session. */
export interface Target {
  readonly spec: NodeSpec;
  readonly session: Session;
  readonly facts: NodeFacts;
}

/**
 * Writes one node's changes in one guarded transaction.
 * `signal` ends the waiting, not the transaction: what it leaves open is an unknown outcome.
 */
export async function write(
  target: Target,
  what: What,
  world: World,
  outer: AbortSignal,
): Promise<Result<null, Problem>> {
  const signal = nodeDeadline(world.clock, 'writing the node', outer);
  const script = writeScript(target.facts, what.changes, what.holds);
  const deadline = commandDeadline(world.clock, 'writing', signal);
  const outcome = await target.session.run(script, deadline);
  if (outcome.ok && outcome.value.exit === 0) return ok(null);
  const reason = outcome.ok ? ending(outcome.value) : describe(outcome.error).summary;
  return settle({ target, what, reason }, world, signal);
}

/** What one transaction writes, and what must hold beside. */
type What = Pick<StageWrite, 'changes' | 'holds'>;

/** A write that nobody knows the outcome of, and why. */
interface Doubt {
  readonly target: Target;
  readonly what: What;
  readonly reason: string;
}

/** Reads that must not find two equal answers before the outcome is called unknown. */
const reads = 4;
/** Longer than the patience of the ovs-vsctl that may still be running. */
const pauseMs = 2_500;

/**
 * Whatever an ovs-vsctl says that does not end well, its commit may have landed, or may land late:
 * only two equal reads in a row tell what happened.
 */
async function settle(
  { target, what, reason }: Doubt,
  world: World,
  signal: AbortSignal,
): Promise<Result<null, Problem>> {
  let last: string | null = null;
  for (let read = 0; read < reads; read += 1) {
    if (read > 0) await world.clock.sleep(pauseMs, signal);
    const facts = await readFacts(target.spec, target.session, world, signal);
    if (!facts.ok) return err({ kind: 'outcome-unknown', reason: describe(facts.error).summary });
    const seen = JSON.stringify(facts.value.ovs.columns);
    if (seen === last) return judge(facts.value, what, reason);
    last = seen;
  }
  return err({ kind: 'outcome-unknown', reason: 'the database keeps changing' });
}

function judge(facts: NodeFacts, { changes, holds }: What, reason: string): Result<null, Problem> {
  const now = ({ column, key }: Pick<Wish, 'column' | 'key'>): Value =>
    facts.ovs.columns[column][key] ?? null;
  if (changes.every((change) => now(change) === change.after)) return ok(null);
  const seen = [...changes.map(({ before, ...key }) => ({ ...key, value: before })), ...holds];
  const foreign = seen.find((key) => now(key) !== key.value);
  if (foreign === undefined) return err({ kind: 'write-failed', reason });
  const { key, value } = foreign;
  return err({ kind: 'changed-meanwhile', key, seen: value, now: now(foreign) });
}

/** The shell reports a child killed by SIGALRM as 128 + 14; 124 comes from timeout(1). */
function ending({ exit, signal, stderr }: Outcome): string {
  if (exit === 142 || exit === 124 || signal === 'ALRM')
    return 'the database did not answer in time';
  const [last] = stderr.trim().slice(-4096).split('\n').slice(-1);
  return last?.slice(0, 200) || `exit code ${exit}`;
}
