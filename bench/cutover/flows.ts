import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { centralOf } from '../../test/lab/gateway.ts';
import type { Lab, LabNode, Workload } from '../../test/lab/lab.ts';

/** What OVS on the busiest node has in its cache, and how long it takes to look at all of it. */
export interface Cached {
  readonly flows: number;
  readonly dumpMs: number;
}

/** OVS forgets a flow that nothing used for 10 s. */
const periodMs = 4000;

/**
 * From now on, until the lab ends, the first workload sends through one tunnel to so many addresses.
 * Nobody has them: a port of the last node takes what is for nobody known. Of what differs between
 * packets, OVN looks at nothing but the MAC they go to, so each address has one of its own.
 */
export async function startFlows(lab: Lab, flows: number): Promise<void> {
  const [from] = lab.workloads;
  const last = lab.nodes.at(-1);
  if (flows === 0 || from === undefined || last === undefined) return;
  await makeSink(lab, last);
  const targets = await targetsOf(from, flows);
  const list = join(lab.dir, 'flows');
  await writeFile(list, targets.join('\n'));
  const pace = ['-i', String(periodMs / flows), '-p', String(periodMs), '-t', '500'];
  from.start(['fping', '-l', '-q', ...pace, '-f', list]);
}

export async function cachedFlows({ nodes }: Lab): Promise<Cached> {
  const all = await Promise.all(nodes.map((node) => node.sh('ovs-appctl upcall/show')));
  const cached = all.map((text) => ({
    flows: numberIn(text, /current (\d+)/),
    dumpMs: numberIn(text, /dump duration\s*:\s*(\d+)ms/),
  }));
  return cached.reduce((most, one) => (one.flows > most.flows ? one : most));
}

function numberIn(text: string, pattern: RegExp): number {
  return Number(pattern.exec(text)?.[1] ?? Number.NaN);
}

async function makeSink(lab: Lab, node: LabNode): Promise<void> {
  const commands = 'lsp-add overlay sink -- lsp-set-addresses sink unknown';
  await centralOf(lab).sh(`ovn-nbctl ${commands}`);
  const port = ['type=internal', 'external_ids:iface-id=sink'];
  await node.vsctl('add-port', 'br-int', 'sink', '--', 'set', 'Interface', 'sink', ...port);
}

/** The addresses; the sender needs to ask nobody for their MACs. */
async function targetsOf(from: Workload, flows: number): Promise<readonly string[]> {
  const [, , network] = from.address.split('.');
  const prefix = `2001:db8:${network}:`;
  await from.sh(`ip addr add ${prefix}:1/64 dev eth0 nodad`);
  const numbers = Array.from({ length: flows }, (_, index) => index.toString(16).padStart(4, '0'));
  const entries = numbers.map((number) => {
    const mac = `02:00:02:00:${number.slice(0, 2)}:${number.slice(2)}`;
    return `neigh add ${prefix}:f:${number} lladdr ${mac} dev eth0 nud permanent\n`;
  });
  await from.run(['ip', '-batch', '-'], entries.join(''));
  return numbers.map((number) => `${prefix}:f:${number}`);
}
