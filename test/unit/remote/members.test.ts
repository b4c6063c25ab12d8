import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Membership } from '../../../src/model/membership.ts';
import { parseMembers } from '../../../src/remote/members/parse.ts';
import { membersQuestion } from '../../../src/remote/members/question.ts';
import { answered, asked } from '../../../src/remote/question.ts';
import {
  certificate,
  earlyList,
  laterList,
  localList,
  lxdList,
  many,
  secret,
  socketAnswer,
  southboundAnswer,
} from '../../support/cluster-answers.ts';
import { standIn } from '../../support/stand-ins.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mcreconcile-members-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Runs the real script, with the folder before all others in PATH, and for /var/snap. */
async function members(): Promise<Membership> {
  const question = membersQuestion({ vsctl: join(folder, 'ovs-vsctl') });
  const script = asked(question, 'edge').replaceAll('/var/snap', join(folder, 'snap'));
  const child = spawn('sh', ['-s'], { env: { PATH: `${folder}:/usr/bin:/bin` } });
  child.stdin.end(script);
  const [stdout, stderr, [exit]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  const answer = answered(question, 'edge', { exit: Number(exit), stdout, stderr });
  if (!answer.ok) throw new Error(stdout + stderr);
  return answer.value;
}

const three = many(3);
const rows = { outcome: 'answered', rows: three };
const absent = { outcome: 'absent' };

/** An LXD that has run. */
async function installLxd(): Promise<void> {
  const home = join(folder, 'snap/lxd/common/lxd');
  await mkdir(join(home, 'database'), { recursive: true });
  const server = createServer().listen(join(home, 'unix.socket'));
  await once(server, 'listening');
  onTestFinished(() => void server.close());
}

async function ovs(answer: Parameters<typeof standIn>[2], own = 'tcp:198.18.0.1:6642') {
  await standIn(
    folder,
    'ovs-vsctl',
    { stdout: '{}' },
    {
      'ovn-remote-micro001': { exit: 1 },
      'system-id': { stdout: '"micro001"' },
      'ovn-remote': { stdout: `"${own}"` },
    },
  );
  await standIn(folder, 'ovsdb-client', answer);
}

describe('who the members are', () => {
  test('nobody knows where nothing is installed', async () => {
    const nobody = { southbound: absent, microovn: absent, microcloud: absent, lxd: absent };
    expect(await members()).toEqual(nobody);
  });

  test('the southbound database knows the chassis, by hostname and endpoint', async () => {
    const chassis = [
      { name: 'micro001', hostname: 'micro001.example.net', ip: '198.18.0.1' },
      { name: 'far', ip: '192.0.2.1', config: { 'is-remote': 'true' } },
      { name: 'vtep', ip: '192.0.2.2', config: { 'is-vtep': 'true' } },
    ];
    await ovs({ stdout: southboundAnswer(chassis) });
    expect((await members()).southbound).toEqual({
      outcome: 'answered',
      rows: [
        {
          name: 'micro001',
          hostname: 'micro001.example.net',
          endpoints: ['198.18.0.1'],
          foreign: null,
        },
        { name: 'far', hostname: 'far', endpoints: ['192.0.2.1'], foreign: 'is-remote' },
        { name: 'vtep', hostname: 'vtep', endpoints: ['192.0.2.2'], foreign: 'is-vtep' },
      ],
    });
  });

  test.each([
    ['hangs', 'hangs', 'hanging', /did not end in time/],
    ['is cut off', { exit: 1, stderr: 'connect: Connection refused' }, 'failed', /refused/],
    ['prints garbage', { stdout: '<html>' }, 'garbage', /no JSON/],
    [
      'has no hostnames',
      { stdout: '[{"rows":[{"name":"a"}]},{"rows":[]}]' },
      'garbage',
      /hostname/,
    ],
  ] as const)('the southbound database %s', async (_name, ending, outcome, reason) => {
    await ovs(ending);
    expect((await members()).southbound).toEqual({
      outcome,
      reason: expect.stringMatching(reason),
    });
  });

  test.each(['-h', '/etc/passwd', 'ptcp:6642'])('nobody connects to %j', async (own) => {
    await ovs({ stdout: southboundAnswer([]) }, own);
    expect((await members()).southbound).toMatchObject({ outcome: 'failed' });
  });

  test.each([
    ['early', earlyList(three)],
    ['later', laterList(three)],
  ])('MicroOVN and MicroCloud list their members: %s', async (_name, list) => {
    await standIn(folder, 'microovn', { stdout: list });
    await standIn(folder, 'microcloud', { stdout: list });
    const found = await members();
    expect(found).toMatchObject({ microovn: rows, microcloud: rows });
    expect(JSON.stringify(found)).not.toContain(secret);
    expect(JSON.stringify(found)).not.toContain('CERTIFICATE');
  });

  test('LXD lists its members', async () => {
    await installLxd();
    await standIn(folder, 'lxc', { stdout: lxdList(three) });
    expect((await members()).lxd).toEqual(rows);
  });

  test('LXD is not installed by asking it', async () => {
    await standIn(folder, 'lxc', { stdout: lxdList(three) });
    expect((await members()).lxd).toEqual(absent);
  });

  test('200 members, of all sources', async () => {
    const all = many(200);
    await installLxd();
    await ovs({ stdout: southboundAnswer(all.map(({ name, address: ip }) => ({ name, ip }))) });
    await standIn(folder, 'microovn', { stdout: laterList(all) });
    await standIn(folder, 'microcloud', { stdout: laterList(all, 9443) });
    await standIn(folder, 'lxc', { stdout: lxdList(all) });
    const { southbound, ...others } = await members();
    expect(southbound).toMatchObject({ outcome: 'answered', rows: { length: 200 } });
    const answer = { outcome: 'answered', rows: all };
    expect(others).toEqual({ microovn: answer, microcloud: answer, lxd: answer });
  });

  test('IPv6 addresses are told without brackets and port', async () => {
    const six = [{ name: 'micro001', address: '2001:db8::11' }];
    await installLxd();
    await standIn(folder, 'microovn', { stdout: laterList(six) });
    await standIn(folder, 'lxc', { stdout: lxdList(six) });
    const answer = { outcome: 'answered', rows: six };
    expect(await members()).toMatchObject({ microovn: answer, lxd: answer });
  });
});

describe('faults of the tools', () => {
  test('without quorum MicroCloud tells what it remembers', async () => {
    const lost = { exit: 1, stderr: 'Error: Failed to get cluster members: context deadline' };
    await standIn(folder, 'microcloud', lost, { '--local': { stdout: localList(three) } });
    expect((await members()).microcloud).toEqual(rows);
  });

  test('one that hangs for want of a quorum, too', async () => {
    await standIn(folder, 'microcloud', 'stays', { '--local': { stdout: localList(three) } });
    expect((await members()).microcloud).toEqual(rows);
  });

  test('an old MicroCloud without --local says why it did not answer', async () => {
    const old = { exit: 1, stderr: 'Error: unknown flag: --local' };
    const lost = { exit: 1, stderr: 'Error: no quorum' };
    await standIn(folder, 'microcloud', lost, { '--local': old });
    const failed = { outcome: 'failed', reason: 'Error: no quorum' };
    expect((await members()).microcloud).toEqual(failed);
  });

  test.each([
    [{ exit: 1, stderr: 'dial unix control.socket: connect: permission denied' }, 'denied'],
    [{ exit: 1, stderr: 'Error: unknown flag: --format' }, 'failed'],
    [{ stdout: 'NAME ADDRESS' }, 'garbage'],
    [{ stdout: '' }, 'garbage'],
    [{ stdout: laterList(many(1001)) }, 'garbage'],
    ['hangs', 'hanging'],
  ] as const)('MicroOVN: %j is %s', async (ending, outcome) => {
    await standIn(folder, 'microovn', ending);
    expect((await members()).microovn).toMatchObject({ outcome });
  });

  test('a secret in a message is not shown', async () => {
    await standIn(folder, 'microovn', { exit: 1, stderr: `Error: secret ${secret} is wrong` });
    expect((await members()).microovn).toEqual({ outcome: 'failed', reason: 'exit code 1' });
  });

  test.each([
    ['no command', null],
    ['an old one', { exit: 1, stderr: 'Error: unknown flag: --format' }],
  ] as const)('the socket of MicroOVN answers in place of %s', async (_name, ending) => {
    if (ending !== null) await standIn(folder, 'microovn', ending);
    const state = join(folder, 'snap/microovn/common/state');
    await mkdir(state, { recursive: true });
    const server = createServer(({ url }, response) =>
      response.end(url === '/core/1.0/cluster' ? socketAnswer(laterList(three)) : '{}'),
    );
    server.listen(join(state, 'control.socket'));
    await once(server, 'listening');
    try {
      expect((await members()).microovn).toEqual(rows);
    } finally {
      server.close();
    }
  });
});

test('whatever a node prints, the parser neither throws nor keeps a secret', () => {
  const member = fc.record({ name: fc.string(), address: fc.string() });
  const list = fc.array(member).map((all) => laterList(all));
  const printed = fc.oneof(fc.string({ unit: 'binary' }), fc.json(), list);
  fc.assert(
    fc.property(printed, fc.constantFrom(0, 1, 124, 127, 137), (stdout, exit) => {
      const found = JSON.stringify(parseMembers(() => ({ exit, stdout, stderr: '' })));
      expect(found).not.toContain(secret);
      expect(found).not.toContain(JSON.stringify(certificate));
    }),
  );
});
