// What `mcreconcile --help` costs over an empty program, in alternating runs on this machine.
import { spawnSync } from 'node:child_process';

const runs = 31;
const commands = { help: ['dist/main.js', '--help'], empty: ['-e', '0'] };

/** @type {Record<string, number[]>} */
const times = { help: [], empty: [] };
for (let run = 0; run < runs; run += 1) {
  for (const [name, args] of Object.entries(commands)) times[name]?.push(milliseconds(args));
}
const [help, empty] = [median(times['help'] ?? []), median(times['empty'] ?? [])];
process.stdout.write(
  `mcreconcile --help ${help.toFixed(0)} ms, node -e 0 ${empty.toFixed(0)} ms, ` +
    `difference ${(help - empty).toFixed(0)} ms (medians of ${runs} alternating runs)\n`,
);

/** @param {string[]} args */
function milliseconds(args) {
  const start = performance.now();
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}`);
  return performance.now() - start;
}

/** @param {number[]} values */
function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
