import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dropPackets, type Undo } from '../lab/faults.ts';
import { gatewayChassis, waitForGateway, watchGateway } from '../lab/gateway.ts';
import { startLab, type Lab } from '../lab/lab.ts';
import { acrossGateway } from '../lab/loss.ts';
import { probe, readProbes } from '../lab/probes.ts';
import { kinds, measureTraffic } from '../lab/traffic.ts';
import { describeLab } from '../support/lab.ts';

/** Sudden load on this machine may cost some probes, but never nearly all of them. */
const probes = 20;
const few = 5;

describeLab('the lab with an uplink', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab({ nodes: 3, uplink: true });
  });
  afterAll(() => lab.down());

  /** How many directions through the gateway there are, and which of them are silent. */
  async function across(workloads: Lab['workloads']) {
    const directions = acrossGateway({ workloads, outside: lab.outside });
    const counts = directions.map(async ([from, to]) => {
      const { stdout } = await from.run(probe([to.address], { intervalMs: 10, count: probes }));
      const { sent, lost } = readProbes(stdout, to.address);
      return { way: `${from.name} ${to.name}`, heard: sent === probes && lost <= few };
    });
    const silent = (await Promise.all(counts)).filter(({ heard }) => !heard);
    return { directions: directions.length, silent };
  }

  /** The port of the outside network's switch behind which the router is. */
  async function routerIsBehind(): Promise<string> {
    const found = await lab.switch.sh('bridge fdb show br switch2 | grep -i 02:00:00:01:..:02');
    return /dev (\S+)/.exec(found)?.[1] ?? found;
  }

  /** Between the first two nodes, which have their tunnels on the management network. */
  function cut(): Promise<Undo> {
    const [from, to] = lab.nodes;
    if (from === undefined || to === undefined) throw new Error('the lab is too small');
    return dropPackets(lab, { on: 'management', from, to });
  }

  test('has a host outside that every workload hears, and that hears every workload', async () => {
    expect(await across(lab.workloads)).toEqual({ directions: 6, silent: [] });
    expect(await routerIsBehind()).toBe('x11');
  });

  test('counts what a cut between two nodes costs each kind of traffic', async () => {
    const meter = await measureTraffic(lab);
    await sleep(200);
    const undo = await cut();
    await sleep(500);
    await undo();
    await sleep(700);
    const losses = await meter.stop();
    expect(kinds.map((kind) => losses[kind].length)).toEqual([6, 6, 2]);
    const counted = kinds.flatMap((kind) => losses[kind].map((loss) => ({ kind, ...loss })));
    const cutOff = ['vm01 vm02', 'vm02 vm01', 'vm02 outside', 'outside vm02'];
    for (const { kind, from, to, sent, lost, gap } of counted) {
      const isCut = cutOff.includes(`${from} ${to}`);
      const seen = { kind, from, to, lost, gap };
      expect(sent).toBeGreaterThan(50);
      expect({ ...seen, isCut: lost >= 25 && gap >= 25 && lost < 100 }).toEqual({ ...seen, isCut });
    }
  });

  test('has its gateway on the next node when the first one is without power', async () => {
    expect(await gatewayChassis(lab)).toBe('micro01');
    const watch = await watchGateway(lab);
    const meter = await measureTraffic(lab);
    await lab.nodes[0]?.powerOff();
    const workloads = lab.workloads.slice(1);
    await waitForGateway({ ...lab, workloads });
    const losses = await meter.stop();
    expect(await watch.stop()).toBeGreaterThan(0);
    expect(await gatewayChassis(lab)).toBe('micro02');
    expect(await routerIsBehind()).toBe('x12');
    expect(await across(workloads)).toEqual({ directions: 4, silent: [] });
    expect(losses.flood.every(({ sent, lost }) => sent > 0 && lost <= few)).toBe(true);
  });
});
