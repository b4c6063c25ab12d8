import type { LabNode } from './node.ts';
import { ownSnaps } from './microovn.ts';

/** Programs of a MicroCloud that a node has besides: nothing of them is on this machine. */
export interface Cloud {
  /** Puts a program where the node's login looks. */
  install(name: string, script: string): Promise<void>;
}

/** A node on which LXD has run, and MicroOVN is installed; their programs are still to come. */
export async function installCloud(node: LabNode): Promise<Cloud> {
  await ownSnaps(node);
  await node.sh(folders);
  const install = async (name: string, script: string): Promise<void> => {
    const file = `/usr/local/sbin/${name}`;
    await node.run(['sh', '-c', `cat >${file} && chmod 755 ${file}`], script);
  };
  return { install };
}

/** Sh that makes the folder of an LXD that has run. */
export const lxdHome = `
mkdir -p /var/snap/lxd/common/lxd/database
python3 -c 'import socket, sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])' /var/snap/lxd/common/lxd/unix.socket
`;

const folders = `
set -e
mount -t tmpfs tmpfs /usr/local/sbin
mkdir -p /var/snap/microovn/common/state
${lxdHome}`;
