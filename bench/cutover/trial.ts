import { setTimeout as sleep } from 'node:timers/promises';
import { loadavg } from 'node:os';
import { watchGateway } from '../../test/lab/gateway.ts';
import type { Lab } from '../../test/lab/lab.ts';
import { measureTraffic, type Losses } from '../../test/lab/traffic.ts';
import { waitForTunnels } from '../../test/lab/tunnels.ts';
import { cachedFlows, type Cached } from './flows.ts';
import type { Tool } from './tools.ts';
import { tunnelsOf } from './tunnels.ts';

/** One move, and what it cost. */
export interface Trial extends Attempt {
  readonly nodes: number;
  readonly version: string;
}

interface Attempt {
  readonly tool: string;
  readonly exit: number;
  readonly seconds: number;
  readonly losses: Losses;
  readonly gatewayChanges: number;
  /** Tunnels of all nodes that were not there before the move. */
  readonly madeAnew: number;
  /** Right before the move. */
  readonly cached: Cached;
  /** Of the machine in the minute that ends with the move. */
  readonly load: number;
}

/** Time before the move and after it, in which nothing should be lost. */
const marginMs = 2000;

export async function attempt(lab: Lab, tool: Tool, intervalMs: number): Promise<Attempt> {
  const before = await tunnelsOf(lab);
  const cached = await cachedFlows(lab);
  const gateway = await watchGateway(lab);
  const meter = await measureTraffic(lab, { intervalMs });
  await sleep(marginMs / 2);
  const outcome = await timed(tool);
  await waitForTunnels(lab, { signal: AbortSignal.timeout(60_000) });
  await sleep(marginMs);
  const losses = await meter.stop();
  const [load = 0] = loadavg();
  const after = await tunnelsOf(lab);
  const madeAnew = [...after].filter((tunnel) => !before.has(tunnel)).length;
  const gatewayChanges = await gateway.stop();
  return { tool: tool.name, ...outcome, losses, gatewayChanges, madeAnew, cached, load };
}

async function timed(tool: Tool): Promise<{ exit: number; seconds: number }> {
  const began = performance.now();
  const { exit, output } = await tool.run();
  if (exit !== 0) process.stderr.write(`${tool.name}: exit ${exit}\n${output}\n`);
  return { exit, seconds: (performance.now() - began) / 1000 };
}
