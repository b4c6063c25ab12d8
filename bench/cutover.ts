// What a move of the endpoints costs the workloads and who talks to them from outside: mcreconcile
// beside Ansible, in alternating runs on one lab with OVN and an HA gateway.
// Usage: npm run bench:cutover [-- --runs N --nodes 3,8 --flows N --interval MS --only TOOL,… --json FILE];
// needs ansible-playbook (Debian's ansible-core); LAB_ROOT chooses another OVN.
import { writeFile } from 'node:fs/promises';
import { startLab, type Lab } from '../test/lab/lab.ts';
import { startFlows } from './cutover/flows.ts';
import { optionsOf } from './cutover/options.ts';
import { reset } from './cutover/reset.ts';
import { tableOf } from './cutover/table.ts';
import { toolsFor } from './cutover/tools.ts';
import { attempt, type Trial } from './cutover/trial.ts';

const { runs, fleets, flows, intervalMs, only, json } = optionsOf(process.argv.slice(2));
const trials: Trial[] = [];
for (const nodes of fleets) await fleet(nodes);

async function fleet(nodes: number): Promise<void> {
  await using lab = await startLab({ nodes, uplink: true });
  await startFlows(lab, flows);
  const version = await versionOf(lab);
  const tools = (await toolsFor(lab)).filter(({ name }) =>
    only.some((part) => name.includes(part)),
  );
  for (let round = 0; round < runs; round += 1) {
    for (const tool of tools) {
      await reset(lab, flows);
      trials.push({ nodes, version, ...(await attempt(lab, tool, intervalMs)) });
    }
    await show();
  }
}

/** After each round: a benchmark of hours may be cut short. */
async function show(): Promise<void> {
  process.stdout.write(`${tableOf(trials, intervalMs)}\n`);
  if (json !== null) await writeFile(json, JSON.stringify(trials, null, 1));
}

async function versionOf({ nodes: [node] }: Lab): Promise<string> {
  const text = (await node?.sh('ovn-controller --version')) ?? '';
  return /\d+\.\d+\.\d+/.exec(text)?.[0] ?? text;
}
