import { openAccess } from './access.ts';
import { addressesOf, nodeNames } from './addresses.ts';
import { LabError } from './error.ts';
import { claimFolder, removeFolder } from './folder.ts';
import { Keeper } from './keeper.ts';
import { createNode, type LabNode } from './node.ts';
import { labObstacle } from './obstacle.ts';

export type { LabNode } from './node.ts';

export interface LabOptions {
  /** 1 to 200 */
  nodes: number;
  /** Default: a fresh temporary folder. It is removed with the lab. */
  dir?: string;
  /** Which address of the underlay NIC is the node's underlay address. Default: 4. */
  underlayFamily?: 4 | 6;
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
  const keeper = new Keeper(dir, names, options.detached ?? false);
  const down = async () => {
    await keeper.end();
    await removeFolder(dir);
  };
  try {
    return await openLab({ dir, names, keeper, down }, options);
  } catch (error) {
    await down();
    throw error;
  }
}

interface Parts {
  dir: string;
  names: string[];
  keeper: Keeper;
  down: () => Promise<void>;
}

async function openLab({ dir, names, keeper, down }: Parts, options: LabOptions): Promise<Lab> {
  const signal = deadlineOf(options);
  await keeper.ready(signal);
  const addresses = addressesOf(names, keeper.slot, options.underlayFamily ?? 4);
  const access = await openAccess(dir, addresses, signal);
  const nodes = addresses.map((node) => createNode(dir, node, keeper.initOf(node.name)));
  keeper.release({ stay: options.detached ?? false });
  return {
    dir,
    ...access,
    nodes,
    keeper: keeper.pid,
    link: keeper.link,
    ssh: (node) => ['ssh', '-F', access.sshConfig, node.name],
    down,
    [Symbol.asyncDispose]: down,
  };
}

function deadlineOf({ nodes, signal }: LabOptions): AbortSignal {
  const deadline = AbortSignal.timeout(20_000 + 500 * nodes);
  return signal === undefined ? deadline : AbortSignal.any([signal, deadline]);
}
