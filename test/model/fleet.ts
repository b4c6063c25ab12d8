import { setTimeout as sleep } from 'node:timers/promises';
import { problemOf, type Connector, type Outcome, type Session } from '../../src/engine/ports.ts';
import type { Problem } from '../../src/model/problem.ts';
import { err, ok, type Result } from '../../src/model/result.ts';
import { modelNode, runScript, type ModelNode } from './node.ts';

/** What a test makes of a node's answers; undefined lets the node answer by itself. */
interface Faults {
  connect?: () => Problem | 'hang' | undefined;
  /** Called before each script with its number, from 1 on; it may also change the node's state. */
  script?: (number: number, text: string) => Problem | Outcome | 'hang' | undefined;
}

/** A fleet in memory behind the port that the real transports implement. */
export interface ModelFleet {
  readonly nodes: readonly ModelNode[];
  readonly connector: Connector;
  /** By node name. */
  readonly faults: Record<string, Faults>;
  /** Connections open right now. */
  open(): number;
}

export function modelFleet(size: number): ModelFleet {
  const nodes = Array.from({ length: size }, (_, at) => modelNode(at + 1));
  const faults: Record<string, Faults> = {};
  const sessions = new Set<Session>();
  const connector: Connector = {
    connect: async ({ address }, signal) => {
      const node = nodes.find(({ managementIp }) => managementIp === address);
      if (node === undefined) return err({ kind: 'unreachable', address, reason: 'no such model' });
      const fault = faults[node.name]?.connect?.();
      if (fault === 'hang') return aborted(signal);
      if (fault !== undefined) return err(fault);
      const session = sessionTo(node, () => faults[node.name], sessions);
      return ok(session);
    },
  };
  return { nodes, connector, faults, open: () => sessions.size };
}

function sessionTo(
  node: ModelNode,
  faults: () => Faults | undefined,
  sessions: Set<Session>,
): Session {
  const session: Session = {
    run: async (script, signal) => {
      if (signal.aborted) return err(problemOf(signal));
      // One turn of the event loop: a real node never answers within the caller's own turn.
      await sleep(0);
      const fault = faults()?.script?.(node.scripts + 1, script);
      if (fault === 'hang') return aborted(signal);
      if (fault === undefined) return ok(runScript(node, script));
      return 'kind' in fault ? err(fault) : ok(fault);
    },
    close: () => void sessions.delete(session),
  };
  sessions.add(session);
  return session;
}

function aborted(signal: AbortSignal): Promise<Result<never, Problem>> {
  return new Promise((resolve) => {
    const answer = (): void => resolve(err(problemOf(signal)));
    if (signal.aborted) answer();
    else signal.addEventListener('abort', answer, { once: true });
  });
}
