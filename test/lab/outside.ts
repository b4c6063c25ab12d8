import { createPlace, type Host } from './place.ts';
import type { ProcessId } from './processes.ts';

/** What users of the workloads stand for: a host beyond the gateway, which uplink.sh makes. */
export function createOutside(keeper: ProcessId, slot: number): Host {
  const network = `--net=/proc/${keeper.pid}/root/run/netns/outside`;
  return {
    ...createPlace('outside', keeper, [network, '--pid']),
    address: `198.19.${128 + slot}.254`,
  };
}
