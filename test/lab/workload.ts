import type { Addresses } from './addresses.ts';
import type { LabNode } from './node.ts';
import { createPlace, type Host } from './place.ts';
import { probe, readProbes, type Count } from './probes.ts';
import type { ProcessId } from './processes.ts';

/** What stands for a virtual machine: a host of the overlay, behind br-int of its node. */
export interface Workload extends Host {
  readonly node: LabNode;
  ping(other: Workload, options?: { count?: number; intervalMs?: number }): Promise<Count>;
}

/** It has its node's processes around it, but this machine's files, and so its tools. */
export function createWorkload(
  node: LabNode,
  { name, address }: Addresses['workload'],
  init: ProcessId,
): Workload {
  const network = `--net=/proc/${init.pid}/root/run/netns/${name}`;
  const place = createPlace(name, init, [network, '--pid']);
  return {
    ...place,
    node,
    address,
    ping: async (other, { count = 1, intervalMs = 10 } = {}) => {
      const { stdout } = await place.run(probe([other.address], { intervalMs, count }));
      return readProbes(stdout, other.address);
    },
  };
}
