import { table } from '../../src/reporters/table.ts';
import type { Loss } from '../../test/lab/loss.ts';
import { kinds } from '../../test/lab/traffic.ts';
import type { Trial } from './trial.ts';

/** A line for each kind of traffic of each tool, in the order in which the tools ran. */
export function tableOf(trials: readonly Trial[], intervalMs: number): string {
  const lines = groupsOf(trials).flatMap((group) => linesOf(group, intervalMs));
  return table([head, ...lines]).join('\n');
}

const head = [
  'OVN',
  'nodes',
  'tool',
  'runs',
  'traffic',
  'lost: median / 90 % / max',
  'directions with 0',
  'longest gap',
  'cr-* changes',
  'tunnels anew',
  'seconds',
  'load',
  'flows (dump)',
];

function groupsOf(trials: readonly Trial[]): readonly (readonly Trial[])[] {
  const groups = new Map<string, Trial[]>();
  for (const trial of trials) {
    const key = [trial.tool, trial.nodes].join();
    groups.set(key, [...(groups.get(key) ?? []), trial]);
  }
  return [...groups.values()];
}

/** What is true of all kinds stands in the first line only. */
function linesOf(group: readonly Trial[], intervalMs: number): string[][] {
  const [first] = group;
  // A move that was refused or taken back lost nothing that counts.
  const moves = group.filter(({ exit }) => exit === 0);
  const whose = [first?.version, first?.nodes, first?.tool, runsOf(group)].map(String);
  if (moves.length === 0) return [whose];
  return kinds.map((kind, at) => {
    const losses = moves.flatMap((trial) => trial.losses[kind]);
    const line = [...whose, kind, ...lossOf(losses, intervalMs), ...restOf(moves)];
    return at === 0 ? line : line.map((cell, column) => (perKind.includes(column) ? cell : ''));
  });
}

const perKind = [4, 5, 6, 7];

function runsOf(group: readonly Trial[]): string {
  const failed = group.filter(({ exit }) => exit !== 0).length;
  return failed === 0 ? String(group.length) : `${group.length}, ${failed} failed`;
}

function lossOf(losses: readonly Loss[], intervalMs: number): string[] {
  const lost = losses.map((loss) => loss.lost);
  const zeros = lost.filter((count) => count === 0).length;
  return [
    [0.5, 0.9, 1].map((share) => quantile(lost, share)).join(' / '),
    `${Math.round((100 * zeros) / lost.length)} %`,
    `${Math.max(...losses.map((loss) => loss.gap)) * intervalMs} ms`,
  ];
}

function restOf(moves: readonly Trial[]): string[] {
  const median = (of: (trial: Trial) => number) => quantile(moves.map(of), 0.5);
  return [
    moves.map((trial) => trial.gatewayChanges).join(' '),
    moves.map((trial) => trial.madeAnew).join(' '),
    median((trial) => trial.seconds).toFixed(1),
    median((trial) => trial.load).toFixed(1),
    `${median(({ cached }) => cached.flows)} (${median(({ cached }) => cached.dumpMs)} ms)`,
  ];
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
