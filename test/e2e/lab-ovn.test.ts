import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Network } from '../lab/addresses.ts';
import { capture, geneve } from '../lab/capture.ts';
import { kill, pause, restart, resume } from '../lab/daemons.ts';
import { dropPackets, linkDown, setMtu, type Drop, type Undo } from '../lab/faults.ts';
import { startLab, type Lab, type LabNode, type Workload } from '../lab/lab.ts';
import { everyDirection, measureLoss, type Loss } from '../lab/loss.ts';
import { waitForTunnels } from '../lab/tunnels.ts';
import { describeLab } from '../support/lab.ts';

const execute = promisify(execFile);

/** Sudden load on this machine may cost some probes, but never nearly all of them. */
const probes = 20;
const few = 5;

// The tests go through one lab's life: it starts on the management network, moves, and loses a node.
describeLab('the lab with OVN', () => {
  let lab: Lab;
  let nodes: readonly [LabNode, LabNode, LabNode];
  let workloads: readonly [Workload, Workload, Workload];

  beforeAll(async () => {
    lab = await startLab({ nodes: 3, ovn: true });
    nodes = three(lab.nodes);
    workloads = three(lab.workloads);
  });
  afterAll(() => lab.down());

  /** How many Geneve packets the wires of the first node carry while it is pinged from the second. */
  async function geneveOn(network: Network): Promise<number> {
    const seen = await capture(lab, nodes[0], network, geneve);
    await workloads[1].ping(workloads[0], { count: probes });
    return seen.stop();
  }

  async function hears(from: Workload, to: Workload): Promise<boolean> {
    const { sent, lost } = await from.ping(to, { count: probes });
    expect(sent).toBe(probes);
    return lost <= few;
  }

  async function login(node: LabNode): Promise<string> {
    const [command = '', ...args] = lab.ssh(node);
    const { stdout } = await execute(command, ['-o', 'ConnectTimeout=5', ...args, 'hostname']);
    return stdout.trim();
  }

  /** What is to be seen before a fault, while it lasts, and after it. */
  async function history<T>(fault: () => Promise<Undo>, look: () => Promise<T>): Promise<T[]> {
    const before = await look();
    const undo = await fault();
    const during = await look();
    await undo();
    await waitForTunnels(lab);
    return [before, during, await look()];
  }

  describe('before a move', () => {
    test('has the underlay address where the inventory says', async () => {
      expect(await readFile(lab.inventory, 'utf8')).toContain('interface: br-phys');
      expect(await nodes[0].sh('ip -br addr show br-phys')).toContain(`${nodes[0].underlay}/24`);
      const full = ['ping', '-c1', '-W2', '-M', 'do', '-s', '1472', nodes[1].underlay];
      expect(await nodes[0].run(full)).toMatchObject({ exit: 0, stderr: '' });
    });

    test('answers everything once', async () => {
      for (const address of [nodes[1].management, nodes[1].underlay]) {
        expect(await nodes[0].sh(`ping -c3 -i0.1 ${address}`)).not.toContain('DUP');
      }
      expect(await login(nodes[1])).toBe('micro02');
    });

    test('joins the workloads, over the management network', async () => {
      for (const [from, to] of everyDirection(workloads)) expect(await hears(from, to)).toBe(true);
      expect(await geneveOn('underlay')).toBe(0);
      expect(await geneveOn('management')).toBeGreaterThan(probes);
    });

    test('has a central that knows the nodes', async () => {
      const chassis = await lab.central?.sh('ovn-sbctl --bare --columns=name list Chassis');
      expect(chassis?.split(/\s+/).toSorted()).toEqual(lab.nodes.map(({ name }) => name));
    });
  });

  test('moves its tunnels when the database names other addresses', async () => {
    const set = ['set', 'Open_vSwitch', '.', 'external_ids:ovn-set-local-ip=true'];
    await Promise.all(
      lab.nodes.map((node) => node.vsctl(...set, `external_ids:ovn-encap-ip=${node.underlay}`)),
    );
    await waitForTunnels(lab);
    expect(await geneveOn('management')).toBe(0);
    expect(await geneveOn('underlay')).toBeGreaterThan(probes);
  });

  describe('a fault', () => {
    const both = [true, true];
    const drop = (fault: Drop) => () => dropPackets(lab, fault);

    test('toward one node cuts it off, alone', async () => {
      const [one, two, three] = workloads;
      const cut = drop({ on: 'underlay', to: nodes[1] });
      const seen = await history(cut, async () => [await hears(one, two), await hears(one, three)]);
      expect(seen).toEqual([both, [false, true], both]);
    });

    test('from one node to another lets the other way through', async () => {
      const arrives = async (from: number, to: LabNode) => {
        const filter = `${geneve} and src ${nodes[from]?.underlay}`;
        const arrived = await capture(lab, to, 'underlay', filter);
        await workloads[0].ping(workloads[1], { count: probes });
        await workloads[1].ping(workloads[0], { count: probes });
        return (await arrived.stop()) > 0;
      };
      const oneWay = drop({ on: 'underlay', from: nodes[0], to: nodes[1] });
      const seen = await history(oneWay, () =>
        Promise.all([arrives(0, nodes[1]), arrives(1, nodes[0])]),
      );
      expect(seen).toEqual([both, [false, true], both]);
    });

    test('of Geneve lets everything else through', async () => {
      const ping = ['ping', '-c1', '-W2', nodes[1].underlay];
      const seen = await history(drop({ on: 'underlay', matching: 'udp dport 6081' }), async () => [
        await hears(workloads[0], workloads[1]),
        (await nodes[0].run(ping)).exit === 0,
      ]);
      expect(seen).toEqual([both, [false, true], both]);
    });

    test('of long packets lets the short ones through', async () => {
      const passes = async (bytes: number) => {
        const ping = ['ping', '-c1', '-W1', '-Mdo', `-s${bytes - 28}`, nodes[1].underlay];
        return (await nodes[0].run(ping)).exit === 0;
      };
      const narrow = drop({ on: 'underlay', longerThan: 1400 });
      const seen = await history(narrow, async () => [await passes(1401), await passes(1400)]);
      expect(seen).toEqual([both, [false, true], both]);
    });

    test('between the controller and a node leaves its tunnels alone', async () => {
      const lockedOut = drop({ on: 'management', from: 'controller', to: nodes[0] });
      const seen = await history(lockedOut, async () => [
        await login(nodes[0]).catch(() => 'nobody'),
        await login(nodes[1]),
        await hears(workloads[0], workloads[1]),
      ]);
      const whole = ['micro01', 'micro02', true];
      expect(seen).toEqual([whole, ['nobody', 'micro02', true], whole]);
    });

    test('of a NIC is the end of its traffic', async () => {
      const seen = await history(
        () => linkDown(nodes[0], 'underlay'),
        () => hears(workloads[1], workloads[0]),
      );
      expect(seen).toEqual([true, false, true]);
    });

    test.each([1300, 9000])('of the MTU is seen on what has the address: %s', async (mtu) => {
      const seen = await history(
        () => setMtu(nodes[0], 'underlay', mtu),
        () => nodes[0].sh(`cat /sys/class/net/${nodes[0].nics.underlay}/mtu`),
      );
      expect(seen).toEqual(['1500', String(mtu), '1500']);
    });

    test('is named by who waits for tunnels', async () => {
      const undo = await dropPackets(lab, { on: 'underlay', from: nodes[2], to: nodes[0] });
      const waiting = waitForTunnels(lab, { signal: AbortSignal.timeout(600) });
      await expect(waiting).rejects.toThrow('vm01 hears nothing from vm03');
      await undo();
      await waitForTunnels(lab);
    });
  });

  describe('a daemon that is paused, resumed, killed, restarted', () => {
    test('sshd', async () => {
      await pause(nodes[0], 'sshd');
      await expect(login(nodes[0])).rejects.toThrow('timed out');
      await resume(nodes[0], 'sshd');
      expect(await login(nodes[0])).toBe('micro01');
      await kill(nodes[0], 'sshd');
      await expect(login(nodes[0])).rejects.toThrow('refused');
      await restart(nodes[0], 'sshd');
      expect(await login(nodes[0])).toBe('micro01');
    });

    test('ovsdb-server', async () => {
      const show = async () => (await nodes[0].run(['ovs-vsctl', '--timeout=1', 'show'])).exit;
      await pause(nodes[0], 'ovsdb-server');
      expect(await show()).toBe(142);
      await resume(nodes[0], 'ovsdb-server');
      expect(await show()).toBe(0);
      await kill(nodes[0], 'ovsdb-server');
      expect(await show()).toBe(1);
      await restart(nodes[0], 'ovsdb-server');
      expect((await nodes[0].externalIds())['ovn-encap-ip']).toBe(nodes[0].underlay);
    });

    test('ovs-vswitchd', async () => {
      await pause(nodes[0], 'ovs-vswitchd');
      expect(await hears(workloads[0], workloads[1])).toBe(false);
      await resume(nodes[0], 'ovs-vswitchd');
      await waitForTunnels(lab);
      await kill(nodes[0], 'ovs-vswitchd');
      expect(await hears(workloads[0], workloads[1])).toBe(false);
      await restart(nodes[0], 'ovs-vswitchd');
      await waitForTunnels(lab);
      expect(await login(nodes[0])).toBe('micro01');
    });

    test('ovn-controller', async () => {
      const ask = ['ovn-appctl', '-t', 'ovn-controller', 'connection-status'];
      const parked = `external_ids:ovn-encap-ip-micro02=${nodes[1].management}`;
      await pause(nodes[0], 'ovn-controller');
      await nodes[1].vsctl('set', 'Open_vSwitch', '.', parked);
      const waiting = waitForTunnels(lab, { signal: AbortSignal.timeout(600) });
      await expect(waiting).rejects.toThrow(
        `micro01 has no tunnel to micro02 at ${nodes[1].management}`,
      );
      await nodes[1].vsctl('remove', 'Open_vSwitch', '.', 'external_ids', 'ovn-encap-ip-micro02');
      await resume(nodes[0], 'ovn-controller');
      await waitForTunnels(lab);
      await kill(nodes[0], 'ovn-controller');
      expect((await nodes[0].run(ask)).exit).toBe(1);
      await restart(nodes[0], 'ovn-controller');
      await waitForTunnels(lab);
      expect((await nodes[0].run(ask)).exit).toBe(0);
    });
  });

  describe('the loss meter', () => {
    test('counts a cut of half a second', async () => {
      const meter = await measureLoss(everyDirection(workloads));
      await sleep(200);
      const undo = await dropPackets(lab, { on: 'underlay', from: nodes[0], to: nodes[1] });
      await sleep(500);
      await undo();
      await sleep(700);
      const losses = await meter.stop();
      expect(losses).toHaveLength(6);
      for (const { from, to, sent, lost } of losses) {
        const isCut = [from, to].toSorted().join() === 'vm01,vm02';
        expect(sent).toBeGreaterThan(50);
        expect(lost).toBeGreaterThanOrEqual(isCut ? 25 : 0);
        expect(lost).toBeLessThan(isCut ? 100 : 25);
      }
    });

    test('counts on when a node loses its power', async () => {
      const meter = await measureLoss(everyDirection(workloads));
      await sleep(200);
      await nodes[2].powerOff();
      await sleep(1000);
      const losses = await meter.stop();
      const of = (from: string, to: string) => losses.filter((one) => is(one, from, to))[0]?.lost;
      expect(of('vm01', 'vm03')).toBeGreaterThan(25);
      expect(of('vm03', 'vm01')).toBeLessThan(25);
      expect(of('vm01', 'vm02')).toBeLessThan(25);
      await waitForTunnels({ workloads: lab.workloads.slice(0, 2) });
    });
  });
});

function is({ from, to }: Loss, origin: string, target: string): boolean {
  return from === origin && to === target;
}

function three<T>([one, two, three]: readonly T[]): readonly [T, T, T] {
  if (one === undefined || two === undefined || three === undefined) throw new Error('no three');
  return [one, two, three];
}
