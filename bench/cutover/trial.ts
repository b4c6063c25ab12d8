import { setTimeout as sleep } from 'node:timers/promises';
import { loadavg } from 'node:os';
import type { Lab } from '../../test/lab/lab.ts';
import { everyDirection, measureLoss, type Loss } from '../../test/lab/loss.ts';
import { waitForTunnels } from '../../test/lab/tunnels.ts';
import { watchGateway } from './gateway.ts';
import type { Tool } from './tools.ts';

/** One move, and what it cost. */
export interface Trial {
  readonly tool: string;
  readonly nodes: number;
  readonly gateway: boolean;
  readonly version: string;
  readonly exit: number;
  readonly seconds: number;
  readonly losses: readonly Loss[];
  readonly gatewayChanges: number;
  /** Of the machine in the minute that ends with the move. */
  readonly load: number;
}

/** Time before the move and after it, in which nothing should be lost. */
const marginMs = 2000;

export async function attempt(lab: Lab, tool: Tool, intervalMs: number) {
  const gateway = await watchGateway(lab);
  const meter = await measureLoss(everyDirection(lab.workloads), { intervalMs });
  await sleep(marginMs / 2);
  const began = performance.now();
  const { exit, output } = await tool.run();
  const seconds = (performance.now() - began) / 1000;
  if (exit !== 0) process.stderr.write(`${tool.name}: exit ${exit}\n${output}\n`);
  await waitForTunnels(lab, { signal: AbortSignal.timeout(60_000) });
  await sleep(marginMs);
  const losses = await meter.stop();
  const [load = 0] = loadavg();
  return { tool: tool.name, exit, seconds, losses, gatewayChanges: await gateway.stop(), load };
}
