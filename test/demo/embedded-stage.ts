import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Context } from '../../src/cli/context.ts';
import { runProgram } from '../../src/cli/program.ts';
import { modelFleet, type ModelFleet } from '../simulator/fleet.ts';
import type { Stage } from './stage.ts';

/** The same command line on nodes that are a small model in memory: no SSH, no Open vSwitch. */
export async function embeddedStage(obstacle: string): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'mcreconcile-demo-'));
  const fleet = modelFleet(3);
  const inventory = join(folder, 'inventory.yaml');
  await writeFile(inventory, inventoryText(fleet));
  return {
    about: `${obstacle}\nSo this is the embedded fleet: three nodes that exist in memory only.`,
    run: (args) =>
      runProgram(
        args.map((word) => (word === 'inventory.yaml' ? inventory : word)),
        context(fleet, folder),
      ),
    tamper: () => tamper(fleet),
    close: () => rm(folder, { recursive: true }),
  };
}

function inventoryText({ nodes }: ModelFleet): string {
  const lines = nodes.map(({ name, managementIp }) => `  ${name}: { address: ${managementIp} }`);
  return ['defaults: { underlay: { interface: eth1 } }', 'nodes:', ...lines, ''].join('\n');
}

function context(fleet: ModelFleet, state: string): Context {
  const stream = (real: NodeJS.WriteStream) => ({
    write: (text: string) => void real.write(text),
    isTTY: false,
    columns: 80,
    hasColors: false,
  });
  return {
    stdout: stream(process.stdout),
    stderr: stream(process.stderr),
    version: '0',
    env: {},
    home: '/nonexistent',
    user: 'root',
    state,
    process: { pid: process.pid, host: 'localhost' },
    playbooks: fileURLToPath(new URL('../../playbooks/', import.meta.url)),
    interrupt: new AbortController().signal,
    told: () => undefined,
    connector: async () => fleet.connector,
    stdin: () => process.stdin,
    dialogue: null,
  };
}

async function tamper({ nodes }: ModelFleet): Promise<number> {
  const node = nodes.find(({ name }) => name === 'micro02');
  if (node === undefined) return 1;
  process.stdout.write(`micro02: external_ids:ovn-encap-ip becomes ${node.managementIp}\n`);
  node.row.external_ids.set('ovn-encap-ip', node.managementIp);
  return 0;
}
