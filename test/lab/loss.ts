import type { Host } from './place.ts';
import { longestGap, probe, readProbes, type Count } from './probes.ts';
import type { Running } from './running.ts';

export type Direction = readonly [from: Host, to: Host];

export interface Loss extends Count {
  from: string;
  to: string;
  /** The most probes in a row that got lost. */
  gap: number;
}

/** What is counted until it is stopped. */
export interface Meter<T> {
  stop(): Promise<T>;
}

export function everyDirection<T extends Host>(workloads: readonly T[]): [from: T, to: T][] {
  return workloads.flatMap((from) =>
    workloads.filter((to) => to !== from).map((to): [T, T] => [from, to]),
  );
}

/** From every workload to the outside host, and back; none without one. */
export function acrossGateway(uplink: {
  workloads: readonly Host[];
  outside: Host | null;
}): Direction[] {
  const { workloads, outside } = uplink;
  if (outside === null) return [];
  return workloads.flatMap((workload) => [
    [workload, outside],
    [outside, workload],
  ]);
}

/** Sends probes in all directions at a steady pace, from when it returns until it is stopped. */
export async function measureLoss(
  directions: readonly Direction[],
  { intervalMs = 10 } = {},
): Promise<Meter<Loss[]>> {
  const probes = [...byOrigin(directions)].map(([from, to]) => {
    const addresses = to.map(({ address }) => address);
    return { from, to, running: from.start(probe(addresses, { intervalMs })) };
  });
  await Promise.all(probes.map(({ running }) => running.says(': [0], ')));
  return { stop: async () => (await Promise.all(probes.map(lossesOf))).flat() };
}

export function byOrigin(directions: readonly Direction[]): Map<Host, Host[]> {
  const origins = new Map<Host, Host[]>();
  for (const [from, to] of directions) origins.set(from, [...(origins.get(from) ?? []), to]);
  return origins;
}

interface Probe {
  from: Host;
  to: readonly Host[];
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
