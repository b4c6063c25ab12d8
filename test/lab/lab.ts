import { resolve } from 'node:path';
import { openAccess } from './access.ts';
import { addressesOf, centralName, nodeNames, type Addresses } from './addresses.ts';
import { createCentral } from './central.ts';
import { LabError } from './error.ts';
import { claimFolder, removeFolder } from './folder.ts';
import { waitForGateway } from './gateway.ts';
import { Keeper, type Extent, type SouthboundKind } from './keeper.ts';
import { createNode, type LabNode } from './node.ts';
import { labObstacle } from './obstacle.ts';
import { createOutside } from './outside.ts';
import { createPlace, type Host, type Place } from './place.ts';
import { waitForTunnels } from './tunnels.ts';
import { createWorkload, type Workload } from './workload.ts';

export type { LabNode } from './node.ts';
export type { Workload } from './workload.ts';

export interface LabOptions {
  /** 1 to 200 */
  nodes: number;
  /** Default: a fresh temporary folder. It is removed with the lab. */
  dir?: string;
  /** Which address of the underlay NIC is the node's underlay address. Default: 4. */
  underlayFamily?: 4 | 6;
  /** With OVN: a controller and a workload on each node, and a central. Default: false. */
  ovn?: boolean;
  /** OVN, and beyond it an outside host, behind an HA gateway on all nodes. Default: false. */
  uplink?: boolean;
  /** Of a lab with OVN. Default: tcp. */
  southbound?: SouthboundKind;
  /** The root of another Debian, whose programs the nodes run. Default: LAB_ROOT, else this one. */
  root?: string;
  /** The lab outlives this process; `endLab(dir)` ends it. */
  detached?: boolean;
  /** Gives up the start and removes what was there of the lab. */
  signal?: AbortSignal;
}

/** Nodes that look like real hosts over SSH. They vanish with the process that started them. */
export interface Lab extends AsyncDisposable {
  readonly dir: string;
  readonly inventory: string;
  /** For OpenSSH: under it the nodes' names and addresses need no option. */
  readonly sshConfig: string;
  readonly knownHosts: string;
  /** The private key that logs in on every node, as root, at port 22. */
  readonly key: string;
  readonly nodes: readonly LabNode[];
  /** One on each node, in the same order; none without OVN. */
  readonly workloads: readonly Workload[];
  /** Where OVN's databases and northd run; null without OVN. */
  readonly central: Place | null;
  /** The host beyond the gateway; null without an uplink. */
  readonly outside: Host | null;
  /** Where all wires of the lab end. */
  readonly switch: Place;
  /** The process whose end, in any way, is the end of the lab. */
  readonly keeper: number;
  /** The lab's only NIC in the root network namespace. */
  readonly link: string;
  /** The OpenSSH command that reaches a node. */
  ssh(node: LabNode): string[];
  down(): Promise<void>;
}

export async function startLab(options: LabOptions): Promise<Lab> {
  const obstacle = labObstacle();
  if (obstacle !== null) throw new LabError(obstacle);
  const dir = await claimFolder(options.dir);
  const names = nodeNames(options.nodes);
  const { detached = false, southbound = 'tcp' } = options;
  const extent = extentOf(options);
  const root = rootOf(options);
  const keeper = new Keeper({ dir, names, extent, southbound, root, detached });
  const down = async () => {
    await keeper.end();
    await removeFolder(dir);
  };
  try {
    return await openLab({ dir, names, extent, southbound, keeper, down }, options);
  } catch (error) {
    await down();
    throw error;
  }
}

function extentOf({ ovn = false, uplink = false }: LabOptions): Extent {
  if (uplink) return 'uplink';
  return ovn ? 'ovn' : 'plain';
}

function rootOf({ root = process.env['LAB_ROOT'] ?? '' }: LabOptions): string {
  return root === '' ? '' : resolve(root);
}

interface Parts {
  dir: string;
  names: string[];
  extent: Extent;
  southbound: SouthboundKind;
  keeper: Keeper;
  down: () => Promise<void>;
}

async function openLab(parts: Parts, options: LabOptions): Promise<Lab> {
  const { dir, names, extent, keeper, down } = parts;
  const { underlayFamily: family = 4, detached = false } = options;
  const signal = deadlineOf(options);
  await keeper.ready(signal);
  const addresses = addressesOf(names, { slot: keeper.slot, family, ovn: extent !== 'plain' });
  const access = await openAccess(dir, addresses, signal);
  const places = placesOf(parts, addresses);
  await waitForTunnels(places, { signal });
  if (extent === 'uplink') await waitForGateway(places, { signal });
  keeper.release({ stay: detached });
  return {
    dir,
    ...access,
    ...places,
    keeper: keeper.pid,
    link: keeper.link,
    ssh: (node) => ['ssh', '-F', access.sshConfig, node.name],
    down,
    [Symbol.asyncDispose]: down,
  };
}

function placesOf(parts: Parts, addresses: readonly Addresses[]) {
  const { dir, extent, southbound, keeper } = parts;
  const ovn = extent !== 'plain';
  const hosts = addresses.map((host) => {
    const init = keeper.initOf(host.name);
    const node = createNode(dir, host, init);
    return { node, workload: createWorkload(node, host.workload, init) };
  });
  return {
    nodes: hosts.map(({ node }) => node),
    workloads: ovn ? hosts.map(({ workload }) => workload) : [],
    central: ovn ? createCentral(keeper.initOf(centralName), southbound) : null,
    outside: extent === 'uplink' ? createOutside(keeper.self, keeper.slot) : null,
    switch: createPlace('the switch', keeper.self),
  };
}

/** Held by its timer: a deadline inside AbortSignal.any may be collected before it comes. */
function deadlineOf({ nodes, signal }: LabOptions): AbortSignal {
  const controller = new AbortController();
  const late = new DOMException('The lab is not up in time.', 'TimeoutError');
  setTimeout(() => controller.abort(late), 20_000 + 500 * nodes).unref();
  const giveUp = () => controller.abort(signal?.reason);
  if (signal?.aborted === true) giveUp();
  signal?.addEventListener('abort', giveUp, { once: true });
  return controller.signal;
}
