import { ovnTunnels } from './ovn-tunnels.ts';
import { ovsExternalIds } from './ovs-external-ids.ts';
import type { Task } from './task.ts';
import { underlayAddress } from './underlay-address.ts';
import { underlayPath } from './underlay-path.ts';

const all: readonly Task[] = [underlayAddress, underlayPath, ovsExternalIds, ovnTunnels];

/** Every task that a playbook can name. */
export const tasks: Readonly<Record<string, Task>> = Object.fromEntries(
  all.map((task) => [task.name, task]),
);
