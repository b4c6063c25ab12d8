import Table from 'cli-table3';
import type { Trial } from './trial.ts';

/** One line for each tool, in the order in which they ran. */
export function tableOf(trials: readonly Trial[], intervalMs: number): string {
  const table = new Table({ head, style: { head: [], border: [] } });
  for (const group of groupsOf(trials)) table.push(lineOf(group, intervalMs));
  return table.toString();
}

const head = [
  'tool',
  'nodes',
  'gateway',
  'OVN',
  'runs',
  'lost: median',
  '90 %',
  'max',
  'directions with 0',
  'cr-* changes',
  'longest gap',
  'seconds',
  'load',
];

function groupsOf(trials: readonly Trial[]): readonly (readonly Trial[])[] {
  const groups = new Map<string, Trial[]>();
  for (const trial of trials) {
    const key = [trial.tool, trial.nodes, trial.gateway].join();
    groups.set(key, [...(groups.get(key) ?? []), trial]);
  }
  return [...groups.values()];
}

function lineOf(group: readonly Trial[], intervalMs: number): string[] {
  const [first] = group;
  // A move that was refused or taken back lost nothing that counts.
  const moves = group.filter(({ exit }) => exit === 0);
  const losses = moves.flatMap((trial) => trial.losses);
  const lost = losses.map((loss) => loss.lost);
  const zeros = lost.filter((count) => count === 0).length;
  return [
    first?.tool ?? '',
    String(first?.nodes),
    first?.gateway === true ? 'yes' : 'no',
    first?.version ?? '',
    runsOf(group),
    ...[0.5, 0.9, 1].map((share) => String(quantile(lost, share))),
    `${Math.round((100 * zeros) / lost.length)} %`,
    moves.map((trial) => trial.gatewayChanges).join(' '),
    `${Math.max(...losses.map((loss) => loss.gap)) * intervalMs} ms`,
    quantile(
      moves.map((trial) => trial.seconds),
      0.5,
    ).toFixed(1),
    quantile(
      group.map((trial) => trial.load),
      0.5,
    ).toFixed(1),
  ];
}

function runsOf(group: readonly Trial[]): string {
  const failed = group.filter(({ exit }) => exit !== 0).length;
  return failed === 0 ? String(group.length) : `${group.length}, ${failed} failed`;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
