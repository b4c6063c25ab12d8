/** Echo requests that were sent, and those of them that were not answered in time. */
export interface Count {
  sent: number;
  lost: number;
}

/** The command that probes addresses from one place, all at the same pace; `count` ends it. */
export function probe(
  addresses: readonly string[],
  { intervalMs, count, nic }: { intervalMs: number; count?: number; nic?: string },
): string[] {
  const extent = count === undefined ? ['-l'] : ['-c', String(count)];
  // All addresses take turns at one pace (-i). The period of a single one (-p) only has to be far
  // below it: fping 5.1 loses count of timeouts that come later than a period is long.
  const pace = ['-i', String(intervalMs / addresses.length), '-p', '1'];
  const way = nic === undefined ? [] : ['-I', nic];
  return ['fping', ...extent, ...pace, ...way, '-t', '500', ...addresses];
}

/**
 * What it printed up to any moment, also that of its death: a line for each probe that was answered
 * or whose time was up. Those still under way are in no line, and so in no count.
 */
export function readProbes(stdout: string, address: string): Count {
  const outcomes = [...stdout.matchAll(/^(\S+) +: \[\d+\], (timed out|\d+ bytes)/gm)];
  const own = outcomes.filter(([, host]) => host === address);
  return { sent: own.length, lost: own.filter(([, , how]) => how === 'timed out').length };
}

/** The most probes in a row that got lost. */
export function longestGap(stdout: string, address: string): number {
  const timeouts = [...stdout.matchAll(/^(\S+) +: \[(\d+)\], timed out/gm)];
  const lost = timeouts.filter(([, host]) => host === address).map(([, , at]) => Number(at));
  let [longest, length, last] = [0, 0, Number.NaN];
  // Timeouts are printed late, but in the order of their probes.
  for (const at of lost) {
    length = at === last + 1 ? length + 1 : 1;
    longest = Math.max(longest, length);
    last = at;
  }
  return longest;
}
