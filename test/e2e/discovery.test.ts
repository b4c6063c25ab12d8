import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FoundHost } from '../../src/discovery/heard.ts';
import { discover } from '../../src/discovery/discover.ts';
import type { Problem } from '../../src/problems/problem.ts';
import type { Result } from '../../src/model/result.ts';
import { startAvahi } from '../lab/avahi.ts';
import { startLab, type Lab } from '../lab/lab.ts';
import { mcreconcile, program } from '../support/cli.ts';
import { describeLab } from '../support/lab.ts';
import { Terminal } from '../support/terminal.ts';
import { eventually } from './hazards/eventually.ts';

type Outcome = Result<readonly FoundHost[], Problem>;

const never = new AbortController().signal;

describeLab('hosts that announce SSH, with a real avahi-daemon', () => {
  let lab: Lab;
  let slot: string;
  beforeAll(async () => {
    lab = await startLab({ nodes: 4 });
    slot = lab.link.replace('mclab', '');
    const [first, second, third] = lab.nodes;
    if (!first || !second || !third) throw new Error('no nodes');
    // The third announces its name, but not SSH; the fourth has no daemon.
    await Promise.all([startAvahi(first), startAvahi(second), startAvahi(third, { ssh: false })]);
    // A daemon finds out whether its name is free before it answers.
    await eventually('both answer', async () => {
      const found = ofLab(await discover(never));
      return found.length === 2 ? null : JSON.stringify(found);
    });
  });
  afterAll(() => lab.down());

  /** Without what else may be announced around the machine that runs the tests. */
  function ofLab(outcome: Outcome): readonly FoundHost[] {
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.error));
    const own = new RegExp(`^(198\\.1[89]\\.${slot}\\.|2001:db8:)`);
    return outcome.value.filter(({ address }) => own.test(address));
  }

  const announced = () =>
    lab.nodes.slice(0, 2).map(({ name, management: address }) => ({ name, address }));

  test('are found, with their address on the network of this machine', async () => {
    expect(ofLab(await discover(never))).toEqual(announced());
  });

  test('the signal ends the search, and its reason is the problem', async () => {
    const controller = new AbortController();
    const reason: Problem = { kind: 'interrupted', signal: 'SIGINT' };
    const outcome = discover(controller.signal);
    controller.abort(reason);
    expect(await outcome).toEqual({ ok: false, error: reason });
    expect(await discover(controller.signal)).toEqual({ ok: false, error: reason });
  });

  const management = () => `plug_in eth0 switch0 198.18.${slot}.200/24`;

  test('once each, where a machine shares both networks with them', async () => {
    const both = `${management()}\nplug_in eth1 switch1 198.19.${slot}.200/24 2001:db8:${slot}::200/64`;
    expect(ofLab(await discoverFrom(both))).toEqual(announced());
  });

  test('over IPv6, where a machine has nothing else', async () => {
    const found = await discoverFrom(`plug_in eth1 switch1 2001:db8:${slot}::200/64`);
    const address = (n: number) => new URL(`http://[2001:db8:${slot}::${n}]`).hostname.slice(1, -1);
    expect(ofLab(found)).toEqual([
      { name: 'micro01', address: address(11) },
      { name: 'micro02', address: address(12) },
    ]);
  });

  test('by one network, where another cannot be asked', async () => {
    const other = `plug_in eth1 switch1 198.19.${slot}.200/24\n${reject('eth1')}`;
    expect(ofLab(await discoverFrom(`${management()}\n${other}`))).toEqual(announced());
  });

  test.each([
    ['no network', 'ip link del eth0', 'it is on no network'],
    ['a firewall', reject('eth0'), 'a firewall on this machine forbids it'],
    ['a program that keeps the port', keptPort, 'another program keeps UDP port 5353 to itself'],
    [
      'no route',
      `ip -4 addr flush dev eth0
ip addr add 2001:db8::200/64 dev eth0
ip -6 route del multicast ff00::/8 dev eth0 table local`,
      'no route for multicast',
    ],
  ])('not with %s, which is said', async (_, obstacle, reason) => {
    const error = { kind: 'discovery-failed', reason };
    expect(await discoverFrom(`${management()}\n${obstacle}`)).toEqual({ ok: false, error });
  });

  test('whatever a neighbour sends, the search ends, and what it finds is well-formed', async () => {
    const address = `198.18.${slot}.201`;
    const noise = lab.switch.start(
      machine(`plug_in eth0 switch0 ${address}/24`, ['mdns-noise', address]),
    );
    try {
      await noise.says('noise');
      const names = ofLab(await discover(never)).map(({ name }) => name);
      expect(names.some((name) => name.startsWith('flood'))).toBe(true);
      expect(names.filter((name) => !/^(micro0[12]|flood\d+)$/.test(name))).toEqual([]);
      expect(names.length).toBeLessThanOrEqual(1000);
    } finally {
      await noise.stop();
    }
  });

  test('init shows them, and makes an inventory of those that are confirmed', async () => {
    const flags = ['--user', 'root', '--private-key', lab.key, '--known-hosts', lab.knownHosts];
    const cwd = await mkdtemp(join(tmpdir(), 'mcreconcile-discovery-'));
    await using terminal = await Terminal.start([...program, 'init', ...flags], { cwd });
    const screen = await terminal.follow(
      ['Name a member of the running cluster (empty: search by mDNS)', 'Enter'],
      ['Looking for hosts that announce SSH'],
      ['Select the systems to set up:', 'Left'],
      // There may be others around the machine that runs the tests.
      ['0 selected', 'micro0'],
      ['Filter: micro0\n', 'Right'],
      ['2 selected', 'Enter'],
    );
    expect(screen.match(/micro\d+ .*$/gm)).toEqual(
      announced().map(({ name, address }) => `${name} | ${address}`),
    );
    await terminal.follow(
      ['Configure dedicated underlay networking?', 'yes', 'Enter'],
      ['Select exactly one network interface', 'Enter'],
    );
    expect(await terminal.end()).toMatchObject({ exit: 0, restored: true });
    const { stdout } = await mcreconcile(['plan', join(cwd, 'inventory.yaml'), '-o', 'json']);
    await rm(cwd, { recursive: true });
    expect(JSON.parse(stdout)).toMatchObject({ exit: 2, nodes: announced() });
  });

  /** What a machine finds that has the NICs which the script gives it. */
  async function discoverFrom(script: string): Promise<Outcome> {
    const { exit, stdout, stderr } = await lab.switch.run(machine(script, ['discover']));
    if (exit !== 0) throw new Error(stderr);
    return JSON.parse(stdout);
  }
});

/** A program of `programs/` on a machine of its own, which the script plugs into the lab's switch. */
function machine(script: string, [name = '', ...args]: readonly string[]): readonly string[] {
  const program = fileURLToPath(new URL(`programs/${name}.ts`, import.meta.url));
  const node = [process.execPath, '--import', import.meta.resolve('tsx'), program, ...args];
  const unshared = `exec 4</proc/self/ns/net\nexec unshare --net "$@"`;
  const inside = `${plugIn}\n${script}\nexec "$@"`;
  return ['sh', '-ec', unshared, 'sh', 'sh', '-ec', inside, 'sh', ...node];
}

/** A firewall that keeps questions from one NIC. */
function reject(nic: string): string {
  const rule = `oifname "${nic}" udp dport 5353 reject`;
  return `nft 'table inet f { chain c { type filter hook output priority 0; ${rule}; }; }'`;
}

/** It is not shared, and has to be up before what comes behind. */
const keptPort = `${process.execPath} -e 'require("dgram").createSocket("udp4").bind(5353)' >/dev/null &
until grep -q ':14E9 ' /proc/net/udp; do sleep 0.05; done
"$@"
kill $!
exit`;

/** Usage: plug_in NIC SWITCH ADDRESS...; the wire of a machine that has ended goes a little later. */
const plugIn = `echo 0 >/proc/sys/net/ipv6/conf/default/accept_dad
plug_in() {
  nic=$1 switch=$2
  shift 2
  ip link add "$nic" type veth peer name "$$-$nic" netns /proc/self/fd/4
  nsenter --net=/proc/self/fd/4 ip link set "$$-$nic" master "$switch" up
  ip link set "$nic" up
  for address; do ip addr add "$address" dev "$nic"; done
}`;
