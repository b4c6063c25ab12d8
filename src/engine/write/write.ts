import { commandDeadline, nodeDeadline } from '../ask.ts';
import type { Outcome, World } from '../ports.ts';
import { readFacts, type Target } from '../read/observe.ts';
import type { Value, Wish } from '../../model/change.ts';
import type { NodeFacts } from '../../model/facts.ts';
import type { TunnelMove } from '../../model/move.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { describe, type Problem } from '../../problems/problem.ts';
import { lastLine } from '../../remote/frames.ts';
import { writeScript, type Write } from '../../remote/write/compile.ts';

/** A transaction that waits on its node. */
export interface Prepared {
  readonly roundTripMs: number;
  /** Carries it out. */
  go(): Promise<Result<null, Problem>>;
  drop(): void;
}

/**
 * Writes one node's changes in one guarded transaction.
 * `signal` ends the waiting, not the transaction: what it leaves open is an unknown outcome.
 */
export async function write(
  target: Target,
  what: Write,
  world: World,
  outer: AbortSignal,
): Promise<Result<null, Problem>> {
  const signal = nodeDeadline(world.clock, 'writing the node', outer);
  const deadline = commandDeadline(world.clock, 'writing', signal);
  const outcome = await target.session.run(writeScript(target.facts.ovs, what), deadline);
  return judge({ target, what, outcome }, world, signal);
}

/** The same in two steps; `after` is what the node does once it has committed. */
export async function prepareWrite(
  target: Target,
  { after = '', ...what }: Write & { readonly after?: string },
  world: World,
  outer: AbortSignal,
): Promise<Result<Prepared, Problem>> {
  const signal = nodeDeadline(world.clock, 'writing the node', outer);
  const deadline = commandDeadline(world.clock, 'writing', signal);
  const script = `${writeScript(target.facts.ovs, what)} || exit\n${after}`;
  const held = await target.session.hold(script, deadline);
  if (!held.ok) return held;
  const { roundTripMs } = held.value;
  const go = async () => judge({ target, what, outcome: await held.value.go() }, world, signal);
  return ok({ roundTripMs, go, drop: () => held.value.drop() });
}

/** A write that was tried. */
interface Tried {
  readonly target: Target;
  readonly what: Write;
  readonly outcome: Result<Outcome, Problem>;
}

/** Reads that must not find two equal answers before the outcome is called unknown. */
const reads = 4;
/** Longer than the patience of the ovs-vsctl that may still be running. */
const pauseMs = 2_500;

/**
 * Whatever an ovs-vsctl says that does not end well, its commit may have landed, or may land late:
 * only two equal reads in a row tell what happened.
 */
async function judge(
  { target, what, outcome }: Tried,
  world: World,
  signal: AbortSignal,
): Promise<Result<null, Problem>> {
  if (outcome.ok && outcome.value.exit === 0) return ok(null);
  const reason = outcome.ok ? ending(outcome.value) : describe(outcome.error).summary;
  let last: string | null = null;
  for (let read = 0; read < reads; read += 1) {
    if (read > 0) await world.clock.sleep(pauseMs, signal);
    const facts = await readFacts(target.spec, target.session, world, signal);
    if (!facts.ok) return err({ kind: 'outcome-unknown', reason: describe(facts.error).summary });
    const seen = JSON.stringify(facts.value.ovs.columns);
    if (seen === last) return verdict(facts.value, what, reason);
    last = seen;
  }
  return err({ kind: 'outcome-unknown', reason: 'the database keeps changing' });
}

function verdict(
  facts: NodeFacts,
  { changes, holds, tunnels }: Write,
  reason: string,
): Result<null, Problem> {
  const now = ({ column, key }: Pick<Wish, 'column' | 'key'>): Value =>
    facts.ovs.columns[column][key] ?? null;
  const written = changes.every((change) => now(change) === change.after);
  if (written && tunnels.every((tunnel) => isMoved(tunnel, facts))) return ok(null);
  const seen = [...changes.map(({ before, ...key }) => ({ ...key, value: before })), ...holds];
  const foreign = seen.find((key) => now(key) !== key.value);
  if (foreign === undefined) return err({ kind: 'write-failed', reason });
  const { key, value } = foreign;
  return err({ kind: 'changed-meanwhile', key, seen: value, now: now(foreign) });
}

/** Whether a tunnel is where the move leaves it. */
export function isMoved({ port, after }: TunnelMove, { tunnels }: NodeFacts): boolean {
  const found = tunnels.find((tunnel) => tunnel.port === port);
  return found?.id === after.id && found.remoteIp === after.remoteIp;
}

/** The shell reports a child killed by SIGALRM as 128 + 14; 124 comes from timeout(1). */
function ending({ exit, signal, stderr }: Outcome): string {
  if (exit === 142 || exit === 124 || signal === 'ALRM')
    return 'the database did not answer in time';
  return lastLine(stderr) || `exit code ${exit}`;
}
