import { setTimeout as sleep } from 'node:timers/promises';
import type { Loss, Meter } from './loss.ts';
import type { Host } from './place.ts';
import { probe, readProbes } from './probes.ts';
import type { Running } from './running.ts';
import { untilNothingIsMissing } from './wait.ts';

/** Nobody has joined it, so the overlay carries it to everybody, and nobody answers. */
const group = '233.252.0.1';

/**
 * The first host sends numbered frames that its switch has to copy into every tunnel, as it does with
 * broadcasts; all others count them.
 */
export async function measureFlood(
  [from, ...to]: readonly Host[],
  { intervalMs = 10 } = {},
): Promise<Meter<Loss[]>> {
  if (from === undefined || to.length === 0) return { stop: async () => [] };
  const receivers = to.map((host) => ({ host, running: host.start(listen) }));
  await Promise.all(receivers.map(({ running }) => running.says('listening on')));
  const sender = from.start(probe([group], { intervalMs, nic: 'eth0' }));
  await sender.says(': [0], ');
  return { stop: () => lossesOf(from, sender, receivers) };
}

/** Returns when everybody hears what the first host floods. */
export async function waitForFlood(
  hosts: readonly Host[],
  { signal = AbortSignal.timeout(20_000) } = {},
): Promise<void> {
  await untilNothingIsMissing(async () => {
    const meter = await measureFlood(hosts, { intervalMs: 20 });
    await sleep(countedMs);
    const deaf = (await meter.stop()).filter(({ sent, lost }) => sent === 0 || lost > 0);
    return deaf.map(({ from, to }) => `${to} hears no flood of ${from}`);
  }, signal);
}

/** Longer than the time of a probe, which is not counted before it is up. */
const countedMs = 700;

const asTheyCome = ['-n', '-t', '-l', '--immediate-mode'];

const listen = ['tcpdump', ...asTheyCome, '-Z', 'root', '-i', 'eth0', `icmp and dst ${group}`];

interface Receiver {
  host: Host;
  running: Running;
}

/** What was sent is counted when its time is up, so whoever is to have it has it by then. */
async function lossesOf(
  { name: from }: Host,
  sender: Running,
  receivers: readonly Receiver[],
): Promise<Loss[]> {
  const { sent } = readProbes((await sender.stop()).stdout, group);
  return Promise.all(
    receivers.map(async ({ host: { name: to }, running }) => {
      const { stdout } = await running.stop();
      const seen = new Set([...stdout.matchAll(/ seq (\d+)/g)].map(([, seq]) => Number(seq)));
      return { from, to, sent, ...lossOf(sent, seen) };
    }),
  );
}

/** What is missing of 0, 1, … */
function lossOf(sent: number, seen: ReadonlySet<number>): Pick<Loss, 'lost' | 'gap'> {
  let [lost, gap, length] = [0, 0, 0];
  for (let seq = 0; seq < sent; seq += 1) {
    length = seen.has(seq) ? 0 : length + 1;
    lost += Math.sign(length);
    gap = Math.max(gap, length);
  }
  return { lost, gap };
}
