import { ovnTunnels } from './ovn-tunnels.ts';
import { ovsExternalIds, ovsOtherConfig } from './ovs-columns.ts';
import { undo } from './undo.ts';
import type { Task } from './task.ts';
import { underlayAddress } from './underlay-address.ts';
import { underlayPath } from './underlay-path.ts';

/** Every task that a playbook can name. */
export const playbookTasks = byName(
  underlayAddress,
  underlayPath,
  ovsExternalIds,
  ovsOtherConfig,
  ovnTunnels,
);

/** Every task that a play can hold. */
export const tasks: Readonly<Record<string, Task>> = { ...playbookTasks, ...byName(undo) };

function byName(...all: readonly Task[]): Readonly<Record<string, Task>> {
  return Object.fromEntries(all.map((task) => [task.name, task]));
}
