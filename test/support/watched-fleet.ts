import { ovnFleet, type ModelFleet, type OvnFleet } from '../simulator/fleet.ts';
import { follow } from '../simulator/controller.ts';
import { isCatchScript, runScript, type ModelNode } from '../simulator/node.ts';
import { isPathScript } from '../simulator/paths.ts';
import type { Problem } from '../../src/problems/problem.ts';
import { underlayPlay } from './builders.ts';

/** What a script of the product is for. */
export type Purpose =
  | 'facts'
  | 'paths'
  | 'prime'
  | 'catch'
  | 'nudge'
  | 'write'
  | 'southbound'
  | 'arm'
  | 'extend'
  | 'disarm';

/** A script that a node is about to run. */
export interface Asked {
  readonly node: ModelNode;
  /** From 1 on, of this node; scripts that fail count, too. */
  readonly number: number;
  readonly purpose: Purpose;
  /** The same of this purpose alone. */
  readonly nth: number;
}

/** `lost`: the connection breaks before the script runs. `landed`: right after it has run. */
export type Break = 'lost' | 'landed' | undefined;

/** A modelled fleet whose scripts are looked at one by one. */
export interface Watched {
  readonly fleet: OvnFleet;
  /** Names of the nodes whose timer is armed. */
  readonly armed: ReadonlySet<string>;
}

const gone: Problem = { kind: 'connection-lost', during: 'a command', reason: 'EOF' };

/** Nodes that run this OVN, with gateways; `look` sees each script before it runs, and may break it. */
export function watchedFleet(
  version: string,
  look: (asked: Asked, fleet: OvnFleet) => Break = () => undefined,
  endpoints: readonly string[] = [],
): Watched {
  const fleet = ovnFleet(3, { version, gateways: true, endpoints });
  const armed = new Set<string>();
  for (const node of fleet.nodes) {
    const counts = new Map<string, number>();
    const counted = (what: string): number => {
      const count = (counts.get(what) ?? 0) + 1;
      counts.set(what, count);
      return count;
    };
    const script = (_number: number, text: string): Problem | undefined => {
      const purpose = purposeOf(text);
      const asked = { node, purpose, number: counted('all'), nth: counted(purpose) };
      const broken = look(asked, fleet);
      if (broken === 'lost') return gone;
      if (purpose === 'arm') armed.add(node.name);
      if (purpose === 'disarm') armed.delete(node.name);
      if (broken === undefined) return undefined;
      runScript(node, text);
      return gone;
    };
    fleet.faults[node.name] = { script };
  }
  return { fleet, armed };
}

/** From then on nobody reaches this node. */
export function cutOff({ faults }: ModelFleet, node: ModelNode): void {
  faults[node.name] = { connect: () => gone, script: () => gone };
}

function purposeOf(text: string): Purpose {
  const [, action] = /^action=(arm|extend|disarm)$/m.exec(text) ?? [];
  if (action === 'arm' || action === 'extend' || action === 'disarm') return action;
  return signs.find(([, is]) => is(text))?.[0] ?? 'facts';
}

/** The first that fits. */
const signs: readonly (readonly [Purpose, (text: string) => boolean])[] = [
  ['catch', isCatchScript],
  ['write', (text) => text.includes('wait-until')],
  ['southbound', (text) => /^verb=/m.test(text)],
  ['paths', isPathScript],
  ['prime', (text) => /^peers=/m.test(text)],
  ['nudge', (text) => text.includes('next_cfg')],
];

interface Rows {
  readonly external_ids: readonly string[];
  readonly other_config: readonly string[];
}

/** Everything that the databases hold. */
export function rows({ nodes }: ModelFleet): readonly Rows[] {
  // In one order, whichever key came back last.
  const sorted = (map: ReadonlyMap<string, string>) =>
    [...map].map((pair) => pair.join('=')).toSorted();
  return nodes.map(({ row }) => ({
    external_ids: sorted(row.external_ids),
    other_config: sorted(row.other_config),
  }));
}

/** What must outlive a move in place: ports, BFD sessions, the identity of southbound rows. */
export function identities({ nodes, southbound }: OvnFleet): unknown {
  return {
    ports: nodes.map(({ tunnels }) =>
      [...tunnels].map(([port, { ofport, bfd }]) => `${port} ${ofport} ${bfd?.flaps}`),
    ),
    encaps: [...southbound.chassis].map(([name, { uuid }]) => `${name} ${uuid}`),
  };
}

/** Nodes that stand still, and ways that no tunnel leads, once everybody has followed. */
export function unwhole(fleet: ModelFleet): readonly string[] {
  for (const node of [...fleet.nodes, ...fleet.nodes, ...fleet.nodes]) follow(node);
  return broken(fleet);
}

/** The same as it is now. */
export function broken({ nodes }: ModelFleet): readonly string[] {
  return nodes.flatMap((from) => [
    ...(from.row.external_ids.has('ovn-encap-type') ? [] : [`${from.name} stands still`]),
    ...nodes.flatMap((to) => {
      const end = to.row.external_ids.get('ovn-encap-ip');
      const found = [...from.tunnels.values()].some(({ remoteIp }) => remoteIp === end);
      return found || from === to ? [] : [`${from.name} has no tunnel to ${to.name} at ${end}`];
    }),
  ]);
}

/** Only the keys: what paths and addresses have to say is not what is tested here. */
export const keysOnly = { ...underlayPlay(), tasks: underlayPlay().tasks.slice(2) };

const place = { file: 'underlay.yaml', line: 1, column: 1 };

/** The same, and the tunnels that follow from them. */
export const withTunnels = {
  ...keysOnly,
  tasks: [...keysOnly.tasks, { task: 'ovn_tunnels', args: { timeout: 10 }, place }],
};
