import { execFile, spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { endLab } from '../lab/folder.ts';
import { startLab, type Lab, type LabNode } from '../lab/lab.ts';
import { labObstacle } from '../lab/obstacle.ts';
import { waitForTunnels } from '../lab/tunnels.ts';
import { identify, isAlive, isPresent, type Link, type ProcessId } from '../lab/processes.ts';

const execute = promisify(execFile);
const root = new URL('../..', import.meta.url).pathname;
const patience = { timeout: 10_000, interval: 5 };
const ourPid = String(process.pid);

describe.skipIf(labObstacle() !== null)('the lab', () => {
  describe('a node', () => {
    let lab: Lab;
    let node: LabNode;

    beforeAll(async () => {
      lab = await startLab({ nodes: 3 });
      node = nodeOf(lab, 1);
    });
    afterAll(() => lab.down());

    test('has its own name', async () => {
      expect(await ssh(lab, node, 'hostname; cat /etc/hostname')).toBe('micro02\nmicro02\n');
    });

    test('has its own OVS, found without options', async () => {
      const encap = await ssh(lab, node, 'ovs-vsctl get Open_vSwitch . external_ids:ovn-encap-ip');
      expect(encap).toBe(`"${node.management}"\n`);
      expect(await ssh(lab, node, 'ovs-appctl version')).toContain('ovs-vswitchd');
    });

    test('has only its own NICs', async () => {
      const nics: Nic[] = JSON.parse(await ssh(lab, node, 'ip -j addr'));
      expect(nics.map(({ ifname, mtu }) => [ifname, mtu])).toEqual([
        ['lo', 65536],
        ['eth0', 1500],
        ['eth1', 1500],
      ]);
      expect(addressesOn(nics, 'eth0')).toEqual([`${node.management}/24`]);
      expect(addressesOn(nics, 'eth1')).toContain(`${node.underlay}/24`);
      expect(await ssh(lab, node, 'ls /sys/class/net')).toBe('eth0\neth1\nlo\n');
    });

    test('has only its own processes and files', async () => {
      const processes = await ssh(lab, node, 'ps -e -o comm=');
      expect(processes.match(/ovs-vswitchd/g)).toHaveLength(1);
      expect(await ssh(lab, node, 'ls -A /root /tmp')).toBe('/root:\n\n/tmp:\n');
      expect(await ssh(lab, node, 'ls /etc/ssh')).toContain('authorized_keys');
    });

    test('reaps what a session leaves behind', async () => {
      await ssh(lab, node, '(sleep 0.1 &) >/dev/null 2>&1 </dev/null');
      await vi.waitFor(async () => expect(await node.sh('ps -e -o stat=')).not.toContain('Z'));
    });

    test('reaches its peers over the underlay in full frames', async () => {
      const ping = ['ping', '-c1', '-W2', '-M', 'do', '-s', '1472', nodeOf(lab, 2).underlay];
      expect(await node.run(ping)).toMatchObject({ exit: 0, stderr: '' });
    });

    test('can be asked and changed beside SSH', async () => {
      expect(await node.externalIds()).toMatchObject({
        'system-id': 'micro02',
        hostname: 'micro02',
      });
      await node.vsctl('set', 'Open_vSwitch', '.', 'external_ids:note=a, "b"');
      expect((await node.externalIds())['note']).toBe('a, "b"');
      expect(await node.run(['sh', '-c', 'cat; exit 3'], 'in')).toEqual({
        exit: 3,
        stdout: 'in',
        stderr: '',
      });
      await expect(node.sh('echo why >&2; exit 1')).rejects.toThrow('why');
    });

    test('has a database that stays the same when nothing is changed', async () => {
      const before = await node.database();
      await node.vsctl('show');
      await sleep(300);
      expect(await node.database()).toBe(before);
    });

    test('loses its underlay when the NIC goes down, and nothing else', async () => {
      await node.sh('ip link set eth1 down');
      const { exit } = await node.run(['ping', '-c1', '-W1', nodeOf(lab, 0).underlay]);
      expect(exit).not.toBe(0);
      await ssh(lab, node, 'ip link set eth1 up');
    });

    test('is unreachable once it is powered off, alone', async () => {
      await nodeOf(lab, 2).powerOff();
      await expect(ssh(lab, nodeOf(lab, 2), 'true')).rejects.toThrow('ssh');
      await expect(nodeOf(lab, 2).sh('true')).rejects.toThrow('powered off');
      expect(await ssh(lab, node, 'hostname')).toBe('micro02\n');
    });
  });

  test('two labs run side by side, and each leaves nothing behind', async () => {
    const [one, two] = await Promise.all([
      startLab({ nodes: 2 }),
      startLab({ nodes: 2, ovn: true, underlayFamily: 6 }),
    ]);
    const traces = [one, two].map(({ dir }) => traceOf(dir));
    expect(one.link).not.toBe(two.link);
    for (const lab of [one, two]) {
      const ping = await nodeOf(lab, 0).sh(`ping -c1 -W2 ${nodeOf(lab, 1).underlay}`);
      expect(ping).toContain('1 received');
    }
    await one.down();
    await waitForTunnels(two);
    expect(await ssh(two, nodeOf(two, 0), 'hostname')).toBe('micro01\n');
    await two.down();
    expect(traces.flatMap(remains)).toEqual([]);
    expect([one.dir, two.dir].filter(existsSync)).toEqual([]);
  });

  test.each([false, true])('nothing remains when the keeper is killed; OVN: %s', async (ovn) => {
    await using lab = await startLab({ nodes: 2, ovn });
    const trace = traceOf(lab.dir);
    expect(remains(trace)).not.toEqual([]);
    process.kill(lab.keeper, 'SIGKILL');
    await gone(trace);
  });

  test('nothing remains when the process that started it is killed', async () => {
    await withFolder(async (dir) => {
      const options = JSON.stringify({ nodes: 2, dir });
      const code = `import('./test/lab/lab.ts').then((lab) => lab.startLab(${options}))`;
      const stay = 'setInterval(() => {}, 1000)';
      const argv = ['--import', 'tsx', '-e', `${code}; ${stay}`];
      const child = spawn(process.execPath, argv, { cwd: root });
      await vi.waitFor(() => expect(existsSync(join(dir, 'inventory.yaml'))).toBe(true), patience);
      const trace = traceOf(dir);
      child.kill('SIGKILL');
      await gone(trace);
    });
  });

  test('a start that is given up leaves nothing behind', async () => {
    await withFolder(async (dir) => {
      const giveUp = new AbortController();
      const lab = startLab({ nodes: 20, dir, signal: giveUp.signal });
      const failure = lab.catch((error: unknown) => error);
      const trace = await vi.waitFor(() => traceOf(dir), patience);
      giveUp.abort(new Error('enough'));
      expect(await failure).toEqual(new Error('enough'));
      expect(remains(trace)).toEqual([]);
      expect(existsSync(dir)).toBe(false);
    });
  });

  describe('the command line', () => {
    test('starts a lab that lives on, refuses a second one, and ends it', async () => {
      await withFolder(async (dir) => {
        const { stdout } = await cli('up', '2', '--dir', dir);
        expect(stdout).toContain('micro02');
        const [, command = ''] = /^log in +(.*)$/m.exec(stdout) ?? [];
        const login = await execute('sh', ['-c', `${command} hostname`], { cwd: root });
        expect(login.stdout).toBe('micro01\n');
        await expect(cli('up', '2', '--dir', dir)).rejects.toThrow('A lab is running');
        const trace = traceOf(dir);
        await cli('down', '--dir', dir);
        expect(remains(trace)).toEqual([]);
        expect(existsSync(dir)).toBe(false);
      });
    });

    test.each([
      ['SIGKILL', []],
      ['SIGKILL', ['--ovn']],
      ['SIGTERM', []],
    ] as const)('ends with its keeper, by %s %s', async (signal, options) => {
      await withFolder(async (dir) => {
        await cli('up', '2', '--dir', dir, ...options);
        const trace = traceOf(dir);
        process.kill(trace.keeper, signal);
        await gone(trace);
        expect((await cli('up', '1', '--dir', dir)).stdout).toContain('micro01');
      });
    });

    test.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)('cleans up after %s', async (signal) => {
      await withFolder(async (dir) => {
        const child = start('up', '60', '--dir', dir);
        const trace = await vi.waitFor(() => traceOf(dir), patience);
        child.kill(signal);
        const said = signal === 'SIGKILL' ? '' : 'Interrupted; nothing of the lab is left.\n';
        expect(await text(child.stderr)).toBe(said);
        await gone(trace);
        expect(existsSync(dir)).toBe(signal === 'SIGKILL');
      });
    });

    test.each([['up'], ['up', '0'], ['up', '201'], ['up', '2', '3'], ['down', '1'], ['--y']])(
      'refuses %s %s',
      async (...args) => {
        await expect(cli(...args)).rejects.toMatchObject({ code: 64 });
      },
    );

    test('removes no folder that is not a lab', async () => {
      for (const command of [['down'], ['up', '1']]) {
        await expect(cli(...command, '--dir', root)).rejects.toThrow('There is no lab');
      }
    });
  });
});

interface Nic {
  ifname: string;
  mtu: number;
  addr_info: { local: string; prefixlen: number; scope: string }[];
}

/** By what a lab's processes, NIC and mounts can be found, even when it has gone. */
interface Trace {
  keeper: number;
  processes: readonly ProcessId[];
  link: Link;
  dir: string;
}

/** For a folder that does not exist yet; a lab that a failed test leaves in it is ended. */
async function withFolder(body: (dir: string) => Promise<void>): Promise<void> {
  const parent = await mkdtemp(join(tmpdir(), 'mclab-test-'));
  const dir = join(parent, 'lab');
  try {
    await body(dir);
  } finally {
    if (existsSync(dir)) await endLab(dir);
    await rm(parent, { recursive: true, force: true });
  }
}

function nodeOf(lab: Lab, index: number): LabNode {
  const node = lab.nodes[index];
  if (node === undefined) throw new Error(`no node ${index}`);
  return node;
}

async function ssh(lab: Lab, node: LabNode, script: string): Promise<string> {
  const [command = '', ...args] = lab.ssh(node);
  const { stdout } = await execute(command, ['-o', 'ConnectTimeout=2', ...args, script]);
  return stdout;
}

function start(...args: string[]): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, ['.build/lab.mjs', ...args], { cwd: root });
}

function cli(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  return execute(process.execPath, ['.build/lab.mjs', ...args], { cwd: root });
}

function addressesOn(nics: readonly Nic[], name: string): string[] {
  const addresses = nics.find(({ ifname }) => ifname === name)?.addr_info ?? [];
  const global = addresses.filter(({ scope }) => scope === 'global');
  return global.map(({ local, prefixlen }) => `${local}/${prefixlen}`);
}

/** Throws as long as no keeper is recorded in the folder. */
function traceOf(dir: string): Trace {
  const { owner, link }: { owner: ProcessId; link: Link | null } = JSON.parse(
    readFileSync(join(dir, 'state.json'), 'utf8'),
  );
  if (link === null) throw new Error('no keeper yet');
  return { keeper: owner.pid, processes: processesUnder(owner.pid), link, dir };
}

function processesUnder(pid: number): ProcessId[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').match(/\d+/g) ?? [];
  const self = identify(pid);
  const nested = children.flatMap((child) => processesUnder(Number(child)));
  return self === null ? nested : [self, ...nested];
}

/** A later process of the lab cannot outlive its node's init, whose command line names the folder. */
function remains({ processes, link, dir }: Trace): string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && name !== ourPid);
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8').split('\n');
  return [
    ...processes.filter(isAlive).map(({ pid }) => `process ${pid}`),
    ...pids.map(commandLine).filter((line) => line.includes(dir)),
    ...(isPresent(link) ? [link.name] : []),
    ...mounts.filter((mount) => mount.includes(dir)),
  ];
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

async function gone(trace: Trace): Promise<void> {
  await vi.waitFor(() => expect(remains(trace)).toEqual([]), patience);
}
