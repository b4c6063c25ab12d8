import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { mostNodes } from './addresses.ts';
import { LabError } from './error.ts';
import { endLab } from './folder.ts';
import { startLab, type Lab } from './lab.ts';

const usage = `Usage: npm run lab -- up N [--ovn] [--dir DIR]   starts N nodes (1 to ${mostNodes})
       npm run lab -- down [--dir DIR]           ends them
--ovn adds a central, and to each node a controller and a workload.
DIR is where keys, inventory and logs go, .lab by default; another folder is another lab.
The environment variable LAB_ROOT names the root of another Debian, whose programs the nodes run.
`;

const options = {
  dir: { type: 'string', default: '.lab' },
  ovn: { type: 'boolean', default: false },
} as const;

const exits = { failed: 1, usage: 64, SIGINT: 130, SIGTERM: 143 };

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  try {
    return await run(args);
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return exits.failed;
  }
}

async function run(args: string[]): Promise<number> {
  const request = parse(args);
  if (request === null) {
    process.stderr.write(usage);
    return exits.usage;
  }
  return request.command === 'up' ? up(request) : down(request.dir);
}

interface Request {
  command: 'up' | 'down';
  nodes: number;
  dir: string;
  ovn: boolean;
}

function parse(args: string[]): Request | null {
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [command, count, ...rest] = positionals;
    if (rest.length > 0) return null;
    if (command === 'down' && count === undefined) return { command, nodes: 0, ...values };
    return command === 'up' && isCount(count) ? { command, nodes: Number(count), ...values } : null;
  } catch {
    return null;
  }
}

function isCount(word: string | undefined): boolean {
  return word !== undefined && /^[1-9]\d{0,2}$/.test(word) && Number(word) <= mostNodes;
}

async function up({ nodes, ...options }: Request): Promise<number> {
  const started = performance.now();
  const interrupt = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => interrupt.abort(name));
  }
  try {
    const lab = await startLab({ nodes, ...options, detached: true, signal: interrupt.signal });
    process.stdout.write(summary(lab, options.dir, performance.now() - started));
    return 0;
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
    process.stderr.write('Interrupted; nothing of the lab is left.\n');
    return interrupt.signal.reason === 'SIGINT' ? exits.SIGINT : exits.SIGTERM;
  }
}

async function down(dir: string): Promise<number> {
  await endLab(dir);
  process.stdout.write('The lab is gone.\n');
  return 0;
}

function summary(lab: Lab, dir: string, milliseconds: number): string {
  const width = Math.max(...lab.nodes.map((node) => node.name.length));
  const rows = lab.nodes.map(
    ({ name, management, underlay }) =>
      `  ${name.padEnd(width)}  ${management.padEnd(14)}  ${underlay}`,
  );
  const stop = dir === '.lab' ? '' : ` --dir ${dir}`;
  return [
    `  ${'node'.padEnd(width)}  ${'management'.padEnd(14)}  underlay`,
    ...rows,
    `${lab.nodes.length} nodes are up after ${(milliseconds / 1000).toFixed(1)} s.`,
    `log in     ssh -F ${relative('.', lab.sshConfig)} ${lab.nodes[0]?.name}`,
    `inventory  ${relative('.', lab.inventory)}`,
    `stop       npm run lab -- down${stop}`,
    '',
  ].join('\n');
}
