// The drift check of a fleet beside clush running the same reads, in alternating runs on one lab.
// Usage: npm run bench:check [-- NODES]; needs clush (Debian's clustershell).
import { spawnSync } from 'node:child_process';
import { factsQuestion } from '../src/remote/facts/question.ts';
import { asked } from '../src/remote/question.ts';
import { startLab, type Lab } from '../test/lab/lab.ts';
import { fixNeighbours } from '../test/lab/neighbours.ts';
import { spec } from '../test/support/builders.ts';

const nodes = Number(process.argv[2] ?? 50);
const runs = 9;

await using lab = await startLab({ nodes });
await fixNeighbours(lab);
const commands = { mcreconcile: mcreconcile(lab), clush: clush(lab) };
// The first apply brings all in sync, as it is when cron runs the check.
measure(['node', 'dist/main.js', 'apply', lab.inventory]);
const samples: Record<keyof typeof commands, Sample[]> = { mcreconcile: [], clush: [] };
for (let run = 0; run <= runs; run += 1) {
  for (const name of ['mcreconcile', 'clush'] as const) {
    const sample = measure(commands[name]);
    // The first round warms up.
    if (run > 0) samples[name].push(sample);
  }
}
report();

interface Sample {
  readonly wall: number;
  readonly cpu: number;
}

function mcreconcile({ inventory }: Lab): readonly string[] {
  return ['node', 'dist/main.js', 'check', inventory];
}

/** The same script, one connection and one command a node, with the key exchange that ssh2 uses. */
function clush(fleet: Lab): readonly string[] {
  const options = [
    '-F none -o LogLevel=ERROR -o IdentitiesOnly=yes -o KexAlgorithms=curve25519-sha256 -l root',
    `-o UserKnownHostsFile=${fleet.knownHosts} -i ${fleet.key}`,
  ].join(' ');
  const targets = fleet.nodes.map(({ management }) => management).join(',');
  return [
    'clush',
    '-q',
    '-S',
    '-f',
    '50',
    '-w',
    targets,
    '-o',
    options,
    asked(factsQuestion(spec(1)), 'edge'),
  ];
}

/** Wall seconds, and CPU seconds of the controller's processes as the shell's `times` counts them. */
function measure(command: readonly string[]): Sample {
  const start = performance.now();
  const script = '"$@" >/dev/null 2>&1 || exit 1; times';
  const { status, stdout } = spawnSync('sh', ['-c', script, 'sh', ...command], {
    encoding: 'utf8',
  });
  const wall = (performance.now() - start) / 1000;
  if (status !== 0) throw new Error(`${command.slice(0, 3).join(' ')} failed`);
  const [, children = ''] = stdout.trim().split('\n');
  const times = [...children.matchAll(/(\d+)m([\d.]+)s/g)];
  const cpu = times.reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds),
    0,
  );
  return { wall, cpu };
}

function report(): void {
  const [ours, theirs] = [samples.mcreconcile, samples.clush];
  const ratios = ours.map(({ wall }, at) => wall / (theirs[at]?.wall ?? Number.NaN));
  const line = (name: string, of: readonly Sample[]): string =>
    `${name.padEnd(12)} wall ${median(of.map(({ wall }) => wall)).toFixed(2)} s, ` +
    `CPU ${median(of.map(({ cpu }) => cpu)).toFixed(2)} s`;
  process.stdout.write(
    [
      `check of ${nodes} nodes, medians of ${runs} alternating runs`,
      line('mcreconcile', ours),
      line('clush', theirs),
      `wall ratio   ${median(ratios).toFixed(2)} (pair by pair ${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`,
      '',
    ].join('\n'),
  );
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
