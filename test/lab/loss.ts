import { longestGap, probe, readProbes, type Count } from './probes.ts';
import type { Running } from './running.ts';
import type { Workload } from './workload.ts';

export type Direction = readonly [from: Workload, to: Workload];

export interface Loss extends Count {
  from: string;
  to: string;
  /** The most probes in a row that got lost. */
  gap: number;
}

export interface LossMeter {
  stop(): Promise<Loss[]>;
}

export function everyDirection(workloads: readonly Workload[]): Direction[] {
  return workloads.flatMap((from) =>
    workloads.filter((to) => to !== from).map((to) => [from, to] as const),
  );
}

/** Sends probes in all directions at a steady pace, from when it returns until it is stopped. */
export async function measureLoss(
  directions: readonly Direction[],
  { intervalMs = 10 } = {},
): Promise<LossMeter> {
  const probes = [...byOrigin(directions)].map(([from, to]) => {
    const addresses = to.map(({ address }) => address);
    return { from, to, running: from.start(probe(addresses, { intervalMs })) };
  });
  await Promise.all(probes.map(({ running }) => running.says(': [0], ')));
  return { stop: async () => (await Promise.all(probes.map(lossesOf))).flat() };
}

function byOrigin(directions: readonly Direction[]): Map<Workload, Workload[]> {
  const origins = new Map<Workload, Workload[]>();
  for (const [from, to] of directions) origins.set(from, [...(origins.get(from) ?? []), to]);
  return origins;
}

interface Probe {
  from: Workload;
  to: readonly Workload[];
  running: Running;
}

async function lossesOf({ from, to, running }: Probe): Promise<Loss[]> {
  const { stdout } = await running.stop();
  return to.map(({ name, address }) => ({
    from: from.name,
    to: name,
    ...readProbes(stdout, address),
    gap: longestGap(stdout, address),
  }));
}
