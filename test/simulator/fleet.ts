import { setImmediate } from 'node:timers/promises';
import { problemOf, type Connector, type Outcome, type Session } from '../../src/engine/ports.ts';
import type { Problem } from '../../src/problems/problem.ts';
import { err, ok, type Result } from '../../src/model/result.ts';
import { follow } from './controller.ts';
import { modelNode, runScript, type ModelNode } from './node.ts';
import { modelSouthbound, type ModelSouthbound } from './southbound.ts';

/** What a test makes of a node's answers; undefined lets the node answer by itself. */
interface Faults {
  connect?: () => Problem | 'hang' | undefined;
  /** Called with each script that shall wait. */
  hold?: (text: string) => Problem | 'hang' | undefined;
  /** How long a word to the node and back takes; 0 where a test does not say. */
  roundTripMs?: number;
  /** Called before each script with its number, from 1 on; it may also change the node's state. */
  script?: (number: number, text: string) => Problem | Outcome | 'hang' | undefined;
}

/** A fleet in memory behind the port that the real transports implement. */
export interface ModelFleet {
  readonly nodes: readonly ModelNode[];
  readonly connector: Connector;
  /** By node name. */
  readonly faults: Record<string, Faults>;
  /** Scripts under way right now, but for those that hang. */
  busy(): number;
  /** Connections open right now. */
  open(): number;
  /** Scripts that wait for a word. */
  held(): number;
}

export function modelFleet(size: number): ModelFleet {
  return fleetOf(Array.from({ length: size }, (_, at) => modelNode(at + 1)));
}

const remote = 'tcp:198.18.0.253:6642';

export interface OvnFleet extends ModelFleet {
  readonly southbound: ModelSouthbound;
}

interface OvnOptions {
  readonly version?: string;
  readonly gateways?: boolean;
  /** Below OVN 24.09: `ovn-set-local-ip` is there already. */
  readonly ownSource?: boolean;
  /** Of the nodes, in their order; their management addresses where none is said. */
  readonly endpoints?: readonly string[];
}

/** The same with OVN: ovn-controllers that have made their tunnels, and the southbound that they share. */
export function ovnFleet(size: number, options: OvnOptions = {}): OvnFleet {
  const { nodes, ...fleet } = modelFleet(size);
  const southbound = modelSouthbound(remote);
  for (const [at, node] of nodes.entries()) join(node, { ...options, southbound, at });
  // Once to publish, once to follow.
  for (const node of [...nodes, ...nodes]) follow(node);
  for (const node of nodes) bringUp(node);
  return { ...fleet, nodes, southbound };
}

function join(
  node: ModelNode,
  { southbound, at, ...options }: OvnOptions & { southbound: ModelSouthbound; at: number },
): void {
  const { version: ovnVersion = '25.03.1', gateways = false, endpoints = [] } = options;
  const ids = node.row.external_ids;
  ids.set('ovn-remote', remote).set('ovn-encap-ip', endpoints[at] ?? node.managementIp);
  if (options.ownSource === true) ids.set('ovn-set-local-ip', 'true');
  Object.assign(node, { southbound, gateways, ovnVersion, controllerPid: 4711 + at });
}

/** BFD hears its peers, and packets went through every tunnel. */
function bringUp({ tunnels }: ModelNode): void {
  for (const tunnel of tunnels.values()) {
    if (tunnel.bfd !== null) tunnel.bfd = { ...tunnel.bfd, state: 'up' };
    tunnel.sent += 10;
    tunnel.received += 10;
  }
}

function fleetOf(nodes: readonly ModelNode[]): ModelFleet {
  const faults: Record<string, Faults> = {};
  const sessions = new Set<Session>();
  const work = { scripts: 0, held: 0 };
  const connector: Connector = {
    connect: async ({ address }, signal) => {
      const node = nodes.find(({ managementIp }) => managementIp === address);
      if (node === undefined) return err({ kind: 'unreachable', address, reason: 'no such model' });
      const fault = faults[node.name]?.connect?.();
      if (fault === 'hang') return aborted(signal);
      if (fault !== undefined) return err(fault);
      const session = sessionTo(node, () => faults[node.name], { sessions, work });
      return ok(session);
    },
  };
  return {
    nodes,
    connector,
    faults,
    open: () => sessions.size,
    held: () => work.held,
    busy: () => work.scripts,
  };
}

/** Of all nodes together. */
interface Work {
  scripts: number;
  held: number;
}

function sessionTo(
  node: ModelNode,
  faults: () => Faults | undefined,
  { sessions, work }: { readonly sessions: Set<Session>; readonly work: Work },
): Session {
  // One turn of the event loop: a real node never answers within the caller's own turn.
  const turn = async (): Promise<void> => {
    work.scripts += 1;
    await setImmediate();
    work.scripts -= 1;
  };
  const session: Session = {
    run: async (script, signal) => {
      if (signal.aborted) return err(problemOf(signal));
      await turn();
      const fault = faults()?.script?.(node.scripts + 1, script);
      if (fault === 'hang') return aborted(signal);
      const outcome = fault ?? runScript(node, script);
      // Who gives up meanwhile hears nothing of it.
      if (signal.aborted) return err(problemOf(signal));
      return 'kind' in outcome ? err(outcome) : ok(outcome);
    },
    hold: async (script, signal) => {
      await turn();
      const fault = faults()?.hold?.(script);
      if (fault === 'hang') return aborted(signal);
      if (fault !== undefined) return err(fault);
      work.held += 1;
      const told = (): void => void (work.held -= 1);
      return ok({
        roundTripMs: faults()?.roundTripMs ?? 0,
        go: () => {
          told();
          return session.run(script, signal);
        },
        drop: told,
      });
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
