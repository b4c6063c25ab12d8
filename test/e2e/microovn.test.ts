import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startLab, type Lab, type LabNode } from '../lab/lab.ts';
import { installMicroovn, type StandIn } from '../lab/microovn.ts';
import { mcreconcile } from '../support/cli.ts';
import { laterList, socketAnswer } from '../support/cluster-answers.ts';
import { databases, describeLab } from '../support/lab.ts';
import {
  coreAnswer,
  customEncapsulation,
  internalExtensions,
  servicesAnswer,
} from '../support/microovn.ts';

// The daemon is a stand-in, answering what MicroOVN's sources say: the real one is a snap, which
// needs snapd, and cannot be had in a namespace. Everything between it and the operator is real.
describeLab('a node with MicroOVN', () => {
  let lab: Lab;
  let standIn: StandIn;
  beforeAll(async () => {
    lab = await startLab({ nodes: 2 });
    standIn = await installMicroovn(micro01());
  });
  afterAll(async () => {
    await standIn.close();
    await lab.down();
  });
  beforeEach(() => standIn.close());

  const micro01 = (): LabNode => {
    const [node] = lab.nodes;
    if (node === undefined) throw new Error('the lab is empty');
    return node;
  };
  const microovn = async (...args: readonly string[]): Promise<unknown> => {
    const { stdout } = await mcreconcile(['facts', lab.inventory, '-o', 'json', ...args]);
    return JSON.parse(stdout).nodes.map((node: { facts: object }) => Object(node.facts).microovn);
  };
  /** Runs something while the node has not got these commands. */
  const without = async (commands: readonly string[], run: () => Promise<void>) => {
    const paths = commands
      .flatMap((name) => [`/usr/local/bin/${name}`, `/usr/bin/${name}`])
      .join(' ');
    await micro01().sh(`for path in ${paths}; do
      [ ! -e $path ] || mount --bind /dev/null $path; done`);
    try {
      await run();
    } finally {
      await micro01().sh(`for path in ${paths}; do [ ! -e $path ] || umount $path; done`);
    }
  };
  const unread = (reason: string) => ({ version: null, extensions: null, unread: reason });
  const able = [...internalExtensions, customEncapsulation];

  describe.each([
    ['curl', []],
    ['python3', ['curl']],
  ] as const)('asked with %s', (_name, missing) => {
    test.each([
      ['a list of extensions', able, able],
      ['one extension, which is a bare text', customEncapsulation, [customEncapsulation]],
      ['extensions without the one for the underlay', internalExtensions, internalExtensions],
    ])('answers with %s', (_what, extensions, expected) =>
      without(missing, async () => {
        await standIn.listen(coreAnswer(extensions));
        const found = { version: '24.03', extensions: expected, unread: null };
        expect(await microovn()).toEqual([found, null]);
      }),
    );

    test.each([
      ['nothing, and hangs', null, 'no-answer'],
      ['garbage', '\u001b[2J{"type": "sync"', 'unreadable'],
      ['30 MB', `${coreAnswer(able).slice(0, -1)},"x":"${'x'.repeat(30 << 20)}"}`, 'unreadable'],
    ])('answers with %s, and the node is read all the same', (_what, body, reason) =>
      without(missing, async () => {
        await standIn.listen(body);
        expect(await microovn()).toEqual([unread(reason), null]);
      }),
    );

    test('has a socket at which nobody listens', () =>
      without(missing, async () => {
        await standIn.listen(coreAnswer(able));
        const socket = '/var/snap/microovn/common/state/control.socket';
        await micro01().sh(`mv ${socket} ${socket}.kept`);
        await standIn.close();
        await micro01().sh(`mv ${socket}.kept ${socket}`);
        try {
          expect(await microovn()).toEqual([unread('no-answer'), null]);
        } finally {
          await micro01().sh(`rm ${socket}`);
        }
      }));
  });

  test('has no socket', async () => {
    expect(await microovn()).toEqual([unread('no-socket'), null]);
  });

  test('has nothing to ask it with', () =>
    without(['curl', 'python3'], async () => {
      await standIn.listen(coreAnswer(able));
      expect(await microovn()).toEqual([unread('no-client'), null]);
    }));

  test('answers root only', async () => {
    await standIn.listen(coreAnswer(able));
    // A user who may read the database, as the members of a group may on some hosts.
    await micro01().sh(`
      sed 's#^nobody:.*#nobody:*:65534:65534::/tmp:/bin/sh#' /etc/passwd >/run/passwd
      chmod 644 /run/passwd /etc/ssh/authorized_keys
      mount --bind /run/passwd /etc/passwd
      chmod 777 /run/openvswitch /run/openvswitch/db.sock`);
    expect(await microovn('--user', 'nobody', '-l', 'micro01')).toEqual([
      unread('permission-denied'),
    ]);
    expect(await microovn('-l', 'micro01')).toMatchObject([{ unread: null }]);
  });

  describe('that ignores the underlay at bootstrap', () => {
    beforeEach(() => standIn.listen(coreAnswer(internalExtensions, '22.03')));

    const says =
      /micro01[^]*warning: MicroOVN 22\.03 ignores the underlay when it is bootstrapped or\s+joins[^]*`mcreconcile\s+apply`\s+sets\s+the\s+endpoint\s+itself/;

    test('init says so before anything is set up', async () => {
      const flags = ['--underlay', 'auto', '--out', join(lab.dir, 'new.yaml')];
      const { exit, stdout } = await mcreconcile(['init', lab.inventory, ...flags]);
      expect(stdout).toMatch(says);
      expect(exit).toBe(0);
    });

    test('plan says so, and what apply will do', async () => {
      const { exit, stdout } = await mcreconcile(['plan', lab.inventory]);
      expect(stdout).toMatch(says);
      expect(exit).toBe(2);
    });

    test('apply says so and moves the endpoint; check is silent', async () => {
      const { exit, stdout } = await mcreconcile(['apply', lab.inventory]);
      expect(stdout).toMatch(says);
      expect(exit).toBe(0);
      expect(await micro01().externalIds()).toMatchObject({ 'ovn-encap-ip': micro01().underlay });
      const silence = { exit: 0, stdout: '', stderr: '' };
      expect(await mcreconcile(['check', lab.inventory])).toEqual(silence);
    });

    test('facts says so', async () => {
      const { stdout } = await mcreconcile(['facts', lab.inventory, '-l', 'micro01']);
      expect(stdout).toContain('    MicroOVN 22.03 ignores the underlay when it is bootstrapped');
    });
  });

  test('that cannot be asked is a note, with the reason', async () => {
    const { exit, stdout } = await mcreconcile(['plan', lab.inventory]);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'note: micro01: it is not known whether MicroOVN takes an underlay at bootstrap: its control socket is not there',
    );
    expect(exit).toBe(0);
  });

  test('has a member that the inventory lacks: check names it, and who would take it in', async () => {
    const members = [...lab.nodes, { name: 'micro03', management: '198.18.1.13' }].map(
      ({ name, management }) => ({ name, address: management }),
    );
    await standIn.listen(coreAnswer(able), {
      '/1.0/services': servicesAnswer(members),
      '/core/1.0/cluster': socketAnswer(laterList(members)),
    });
    const { stdout } = await mcreconcile(['check', lab.inventory]);
    const text = stdout.replaceAll(/\s+/g, ' ');
    expect(text).toContain('member micro03 of MicroOVN (198.18.1.13) is a chassis');
    expect(text).toContain('mcreconcile init --add micro03=198.18.1.13 INVENTORY');
  });

  test('keeps its ovn-remote: plan, apply and check say so, and nobody writes', async () => {
    await standIn.listen(coreAnswer(able));
    const [found, other] = ['ssl:198.18.0.1:6642', 'ssl:198.18.0.2:6642'];
    const set = ['set', 'Open_vSwitch', '.'] as const;
    for (const node of lab.nodes) {
      await node.vsctl(...set, `external_ids:ovn-remote="${found}"`);
    }
    const before = await databases(lab);
    const playbook = [
      lab.inventory,
      '--playbook',
      'bootstrap',
      '-l',
      'micro01',
      '-e',
      `ovn_remote=${found},${other}`,
    ];
    for (const command of ['plan', 'apply', 'check']) {
      const { exit, stdout } = await mcreconcile([command, ...playbook]);
      expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
        `warning: ovn-remote is "${found}", not "${found},${other}": MicroOVN manages this key, so it is left alone`,
      );
      expect(stdout).not.toContain('~ external_ids:ovn-remote');
      expect(exit).toBe(0);
    }
    expect(await databases(lab)).toEqual(before);
    await micro01().vsctl(...set, `external_ids:ovn-remote="${other},${found}"`);
    const { stdout } = await mcreconcile(['check', ...playbook]);
    expect(stdout).toBe('');
  });
});
