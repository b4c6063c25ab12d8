import { byOrigin, type Direction } from './loss.ts';
import { probe, readProbes } from './probes.ts';

/** Sends one probe in each direction, and says which were not answered. */
export async function missingAnswers(directions: readonly Direction[]): Promise<string[]> {
  const missing = [...byOrigin(directions)].map(async ([from, to]) => {
    const addresses = to.map(({ address }) => address);
    const { stdout } = await from.run(probe(addresses, { count: 1, intervalMs: 1 }));
    const silent = to.filter(({ address }) => readProbes(stdout, address).lost > 0);
    return silent.map(({ name }) => `${from.name} hears nothing from ${name}`);
  });
  return (await Promise.all(missing)).flat();
}
