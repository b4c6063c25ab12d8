// The drift check of a fleet, directly and through a jump host with sshd's usual limits, beside clush running the same
// reads, in alternating runs on one lab.
// Usage: npm run bench:check [-- NODES]; needs clush (Debian's clustershell).
import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { factsQuestion } from '../src/remote/facts/question.ts';
import { asked } from '../src/remote/question.ts';
import { startLab, type Lab, type LabNode } from '../test/lab/lab.ts';
import { fixNeighbours } from '../test/lab/neighbours.ts';
import { spec } from '../test/support/builders.ts';

const nodes = Number(process.argv[2] ?? 50);
const runs = 10;

await using lab = await startLab({ nodes: nodes + 1 });
await fixNeighbours(lab);
const fleet = lab.nodes.slice(0, nodes);
const config = await jumpConfig(lab);
const commands = {
  directly: check(await inventory('direct')),
  'by ssh': check(await inventory('program', 'transport: openssh')),
  'jump host': check(await inventory('jump', 'jump: jump'), '--ssh-config', config),
  clush: clush(),
};
type Name = keyof typeof commands;
const names: readonly Name[] = ['directly', 'by ssh', 'jump host', 'clush'];
// The first apply brings all in sync, as it is when cron runs the check.
measure(['node', 'dist/main.js', 'apply', await inventory('direct')]);
const samples: Record<Name, Sample[]> = { directly: [], 'by ssh': [], 'jump host': [], clush: [] };
for (let run = 0; run <= runs; run += 1) {
  for (const name of names) {
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

function check(file: string, ...options: readonly string[]): readonly string[] {
  return ['node', 'dist/main.js', 'check', file, ...options];
}

/** All nodes but the jump host. */
async function inventory(name: string, ssh = ''): Promise<string> {
  const file = join(lab.dir, `${name}.yaml`);
  const text = await readFile(lab.inventory, 'utf8');
  const mine = text.split('\n').filter((line) => !line.includes(`${jumpHost().name}:`));
  await writeFile(file, mine.join('\n').replace('ssh: {', `ssh: {${ssh === '' ? '' : ` ${ssh},`}`));
  return file;
}

function jumpHost(): LabNode {
  const last = lab.nodes.at(-1);
  if (last === undefined) throw new Error('the lab has no node');
  return last;
}

/** A second sshd on the last node, with the limit that Debian's has. */
async function jumpConfig({ dir, sshConfig }: Lab): Promise<string> {
  const { management } = jumpHost();
  await jumpHost().run(['/usr/sbin/sshd', '-p', '2222', '-o', 'MaxStartups=10:30:100']);
  const file = join(dir, 'jump_config');
  const host = `Host jump\n  HostName ${management}\n  Port 2222\n`;
  await writeFile(file, `${host}${await readFile(sshConfig, 'utf8')}`);
  return file;
}

/** The same script, one connection and one command a node, with the key exchange that ssh2 uses. */
function clush(): readonly string[] {
  const options = [
    '-F none -o LogLevel=ERROR -o IdentitiesOnly=yes -o KexAlgorithms=curve25519-sha256 -l root',
    `-o UserKnownHostsFile=${lab.knownHosts} -i ${lab.key}`,
  ].join(' ');
  const targets = fleet.map(({ management }) => management).join(',');
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
  const line = (name: Name): string => {
    const [walls, cpus] = [
      samples[name].map(({ wall }) => wall),
      samples[name].map(({ cpu }) => cpu),
    ];
    const ratios = walls.map((wall, at) => wall / (samples.directly[at]?.wall ?? Number.NaN));
    const spread = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`;
    return (
      `${name.padEnd(12)} wall ${median(walls).toFixed(2)} s, CPU ${median(cpus).toFixed(2)} s, ` +
      `${median(ratios).toFixed(2)} of directly (${spread})`
    );
  };
  const title = `check of ${nodes} nodes, medians of ${runs} alternating runs, all of which succeeded`;
  process.stdout.write(`${[title, ...names.map(line)].join('\n')}\n`);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
