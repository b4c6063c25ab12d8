import { parseArgs } from 'node:util';
import type { Fault } from './fault.ts';
import { faults } from './faults.ts';
import { Stands, titleOf } from './stands.ts';

const usage = `Usage: npm run chaos [-- --rounds N] [--only TEXT] [--seed N] [--labs N] [--root DIR]
Lets runs meet every fault N times (1); only those with TEXT in their name.
So many labs (3) are used at the same time. DIR is the root of another Debian, whose programs the nodes run (LAB_ROOT).
`;

const options = {
  rounds: { type: 'string', default: '1' },
  only: { type: 'string', default: '' },
  seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  labs: { type: 'string', default: '3' },
  root: { type: 'string' },
} as const;

process.exitCode = await main();

async function main(): Promise<number> {
  const request = parse();
  if (request === null) {
    process.stderr.write(usage);
    return 64;
  }
  const { rounds, only, seed, labs, root } = request;
  process.stdout.write(`seed ${seed}; runs, survived, fault\n`);
  const tallies = faults
    .filter((fault) => titleOf(fault).includes(only))
    .map((fault) => ({ fault, runs: 0, survived: 0 }));
  const meetings = tallies.flatMap((tally) =>
    Array.from({ length: rounds }, (_, at) => ({ tally, seed: seed + at })),
  );
  // Those at work come to their end, and take their labs away.
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => meetings.splice(0));
  await Promise.all(Array.from({ length: labs }, () => work(meetings, root)));
  const all = tallies.filter(({ runs }) => runs > 0);
  for (const { fault, ...counts } of all) process.stdout.write(row(counts, titleOf(fault)));
  const total = { runs: sum(all, 'runs'), survived: sum(all, 'survived') };
  process.stdout.write(row(total, 'in all'));
  return total.runs > 0 && total.runs === total.survived ? 0 : 1;
}

interface Counts {
  runs: number;
  survived: number;
}

interface Meeting {
  readonly tally: Counts & { readonly fault: Fault };
  readonly seed: number;
}

/** One lab's share: the next one that nobody has taken yet. */
async function work(meetings: Meeting[], root: string | undefined): Promise<void> {
  await using stands = new Stands(root);
  for (let next = meetings.shift(); next !== undefined; next = meetings.shift()) {
    const { tally, seed } = next;
    const { wrong, seen } = await stands.meet(tally.fault, chanceOf(seed));
    tally.runs += 1;
    if (wrong.length === 0) tally.survived += 1;
    tell(titleOf(tally.fault), seed, wrong, seen);
  }
}

function sum(counts: readonly Counts[], of: keyof Counts): number {
  return counts.reduce((total, each) => total + each[of], 0);
}

/** What it takes to look into it: the same again with --only and --seed. */
function tell(title: string, seed: number, wrong: readonly string[], seen: string): void {
  const [verdict, lines] = wrong.length === 0 ? ['survived', [seen]] : ['FAILED', [...wrong, seen]];
  process.stderr.write(`${verdict}: ${title} (seed ${seed})\n    ${lines.join('\n    ')}\n`);
}

function row({ runs, survived }: Counts, title: string): string {
  return `${String(runs).padStart(4)} ${String(survived).padStart(4)}  ${title}\n`;
}

/** From 0 to 1, the same for the same seed. */
function chanceOf(seed: number): number {
  const wild = Math.sin(seed + 1) * 10_000;
  return wild - Math.floor(wild);
}

function parse() {
  try {
    const { values } = parseArgs({ options });
    const { rounds, seed, labs, ...others } = values;
    const numbers = { rounds: Number(rounds), seed: Number(seed), labs: Number(labs) };
    const counts = numbers.rounds > 0 && numbers.labs > 0;
    return counts && Object.values(numbers).every(Number.isInteger)
      ? { ...others, ...numbers }
      : null;
  } catch {
    return null;
  }
}
