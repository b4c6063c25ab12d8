import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { kill, restart } from '../lab/daemons.ts';
import { startLab, type Lab, type LabNode } from '../lab/lab.ts';
import type { Place } from '../lab/place.ts';
import { waitForTunnels } from '../lab/tunnels.ts';
import { mcreconcile, type CliOutcome } from '../support/cli.ts';
import { describeLab } from '../support/lab.ts';

// The tests go through one lab's life, in which the southbound database and the nodes disagree.
describeLab('the southbound database of a fleet', () => {
  let lab: Lab;
  let central: Place;
  let first: LabNode;
  let second: LabNode;
  let host: string;
  const silent: CliOutcome = { exit: 0, stdout: '', stderr: '' };

  beforeAll(async () => {
    lab = await startLab({ nodes: 3, ovn: true });
    const [one, two] = lab.nodes;
    if (one === undefined || two === undefined || lab.central === null) throw new Error('no lab');
    [first, second, central] = [one, two, lab.central];
    host = first.management.replace(/\d+$/, '253');
  });
  afterAll(() => lab.down());

  async function run(command: string, remote: string, ...args: readonly string[]) {
    const playbook = join(lab.dir, 'compared.yaml');
    const tunnels = `ovn_tunnels: { timeout: 6, southbound: '${remote}' }`;
    const keys = "ovs_external_ids: { ovn-encap-ip: '{{ underlay_ip }}' }";
    const tasks = `[{ ${keys} }, { ${tunnels} }]`;
    // The way that every OVN can go: what is compared is all that differs then.
    const play = `{ name: compared, cutover: synchronised, tasks: ${tasks} }`;
    await writeFile(playbook, `- ${play}\n`);
    return mcreconcile([command, lab.inventory, '--playbook', playbook, ...args]);
  }

  /** With the southbound that serves on TCP. */
  function compared(command: string, ...args: readonly string[]) {
    return run(command, `tcp:${host}:6642`, ...args);
  }

  async function problemsOf(node: LabNode, { stdout }: CliOutcome) {
    const { nodes } = JSON.parse(stdout);
    return nodes.find(({ name }: { name: string }) => name === node.name).problems;
  }

  async function setEndpoint(node: LabNode, address: string): Promise<void> {
    await node.vsctl('set', 'Open_vSwitch', '.', `external_ids:ovn-encap-ip=${address}`);
  }

  test('shows a stranger that holds an address, before anything is written', async () => {
    const before = await Promise.all(lab.nodes.map((node) => node.externalIds()));
    await central.sh(`ovn-sbctl chassis-add ghost geneve ${second.underlay}`);
    const { exit, stdout } = await compared('apply');
    expect(exit).toBe(1);
    expect(stdout).toContain(`address ${second.underlay} is held by chassis ghost`);
    expect(await Promise.all(lab.nodes.map((node) => node.externalIds()))).toEqual(before);
    await central.sh('ovn-sbctl chassis-del ghost');
  });

  test('agrees after apply, and check is silent', async () => {
    const { exit, stdout } = await compared('apply');
    expect(stdout).toContain('3 nodes: 3 changed.');
    expect(exit).toBe(0);
    expect(await compared('check')).toEqual(silent);
  });

  test('is taken from any member of a list, and over TLS with the key of the node', async () => {
    expect(await run('check', `unix:/nowhere,tcp:${host}:6642`)).toEqual(silent);
    await serveTls();
    expect(await run('check', `ssl:${host}:6643`)).toEqual(silent);
  });

  /** A relay in front of the southbound; it and the first node have one certificate. */
  async function serveTls(): Promise<void> {
    await central.sh(
      'cd /run && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes ' +
        '-subj /CN=lab -days 1 -keyout key.pem -out cert.pem 2>/dev/null && ' +
        'ovsdb-server --detach --no-chdir --pidfile=/run/relay.pid --log-file=/run/relay.log ' +
        '-vconsole:err --unixctl=/run/relay.ctl -p /run/key.pem -c /run/cert.pem -C /run/cert.pem ' +
        `--remote=pssl:6643:${host} relay:OVN_Southbound:unix:/run/ovn/ovnsb_db.sock`,
    );
    for (const file of ['/run/key.pem', '/run/cert.pem']) {
      await first.run(['sh', '-c', `cat >${file}`], `${await central.sh(`cat ${file}`)}\n`);
    }
    await first.vsctl('set-ssl', '/run/key.pem', '/run/cert.pem', '/run/cert.pem');
  }

  test('that cannot be read is said, even by check, and never passes in silence', async () => {
    await first.vsctl('del-ssl');
    for (const remote of [`tcp:${host}:9999`, `ssl:${host}:6643`]) {
      const { exit, stdout } = await run('check', remote, '--limit', first.name);
      expect(stdout).toContain('warning: the southbound database was not compared');
      expect(exit).toBe(0);
    }
  });

  test('has an old address where ovn-controller is dead, and none where it left', async () => {
    await kill(second, 'ovn-controller');
    await setEndpoint(second, second.management);
    expect((await compared('check')).stdout.replaceAll(/\s+/g, ' ')).toContain(
      `the southbound database has geneve ${second.underlay} for chassis micro02, ` +
        `the node's own database says geneve ${second.management}`,
    );
    await setEndpoint(second, second.underlay);
    await restart(second, 'ovn-controller');
    await waitForTunnels(lab);
    await second.sh('ovn-appctl -t ovn-controller exit');
    await expect
      .poll(async () => (await compared('check')).stdout)
      .toContain('the southbound database has no chassis micro02');
    await restart(second, 'ovn-controller');
    await waitForTunnels(lab);
  });

  test('names who keeps a node from its address, while ovn-controller stays connected', async () => {
    await setEndpoint(second, second.management);
    await waitForTunnels(lab);
    await central.sh(`ovn-sbctl chassis-add ghost geneve ${second.underlay}`);
    const outcome = await compared(
      'apply',
      '--allow',
      'foreign-chassis,chassis-outside',
      '-o',
      'json',
    );
    expect(outcome.exit).toBe(8);
    expect(await second.externalIds()).toMatchObject({ 'ovn-encap-ip': second.management });
    expect(await problemsOf(second, outcome)).toContainEqual({
      kind: expect.stringMatching(/^southbound-(disagrees|missing)$/),
      severity: 'error',
      summary: expect.stringContaining('micro02'),
      hint: expect.stringContaining('chassis ghost holds that endpoint'),
    });
    const status = 'ovn-appctl -t ovn-controller connection-status';
    expect(await second.sh(status)).toBe('connected');
    await central.sh('ovn-sbctl chassis-del ghost');
    await waitForTunnels(lab);
    expect((await compared('apply')).stdout).toContain('3 nodes: 2 ok, 1 changed.');
    await waitForTunnels(lab);
    // The counters of a peer's new port are those of up to 5 s ago.
    await expect.poll(() => compared('check'), { timeout: 15_000 }).toEqual(silent);
  });
});
