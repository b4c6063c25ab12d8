import { once } from 'node:events';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { microovnSh } from '../../../src/generated/scripts.js';
import { membersIn } from '../../../src/remote/facts/members.ts';
import { scriptOf } from '../../../src/remote/question.ts';
import {
  laterList,
  many,
  secret,
  socketAnswer,
  type MemberOf,
} from '../../support/cluster-answers.ts';
import { servicesAnswer } from '../../support/microovn.ts';
import { frameOf } from '../../support/shell.ts';

let folder: string;
let server: Server;
/** By path; null: it takes the request and says nothing. */
let bodies: Record<string, string | null>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'members-'));
  const state = join(folder, 'var/snap/microovn/common/state');
  await mkdir(state, { recursive: true });
  server = createServer(({ url = '' }, response) => {
    const body = bodies[url];
    if (body === undefined) response.writeHead(404).end('{"type":"error"}');
    else if (body !== null) response.end(body);
  });
  server.listen(join(state, 'control.socket'));
  await once(server, 'listening');
});
afterEach(async () => {
  server.close().closeAllConnections();
  await rm(folder, { recursive: true });
});

function answerOf(members: readonly (MemberOf & { services?: readonly string[] })[]): void {
  bodies = {
    '/1.0/services': servicesAnswer(members),
    '/core/1.0/cluster': socketAnswer(laterList(members)),
  };
}

/** What the real script prints, in a folder that stands for the root. */
function frame(asks = true, PATH = '/usr/bin:/bin') {
  const rooted = microovnSh.replaceAll(/(?<!\w)(?=\/(var\/)?snap\/)/g, folder);
  const script = scriptOf({ ask_cluster: asks ? 'yes' : '' }, rooted, 'frame members read_members');
  return frameOf('members', script, { env: { PATH } });
}

async function read(...how: Parameters<typeof frame>) {
  return membersIn(await frame(...how))?.map(({ name, address, isChassis }) => [
    name,
    address?.text ?? null,
    isChassis,
  ]);
}

const three = [
  { name: 'micro01', address: '198.18.0.11' },
  { name: 'micro02.example', address: '2001:db8::12' },
  { name: 'micro03', address: '198.18.0.13', services: ['central'] },
];

describe('the members of MicroOVN', () => {
  test('are those that it tells, with their addresses, and who is a chassis', async () => {
    answerOf(three);
    expect(await read()).toEqual([
      ['micro01', '198.18.0.11', true],
      ['micro02.example', '2001:db8::12', true],
      ['micro03', '198.18.0.13', false],
    ]);
  });

  test('have keys and certificates, which stay on the node', async () => {
    answerOf(three);
    const { stdout } = await frame();
    expect(stdout).toContain('micro01');
    expect(stdout).not.toContain(secret);
    expect(stdout).not.toContain('CERTIFICATE');
  });

  test('are told by MicroOVN 22.03, too', async () => {
    answerOf(three);
    const { '/core/1.0/cluster': list = '', ...others } = bodies;
    bodies = { ...others, '/cluster/1.0/cluster': list };
    expect(await read()).toContainEqual(['micro01', '198.18.0.11', true]);
  });

  test('are asked for with python3, where there is no curl', async () => {
    answerOf(three);
    const tools = join(folder, 'tools');
    await mkdir(tools);
    for (const name of ['python3', 'head', 'tr', 'sed'])
      await symlink(`/usr/bin/${name}`, join(tools, name));
    expect(await read(true, tools)).toContainEqual(['micro01', '198.18.0.11', true]);
  });

  test('are 200', async () => {
    answerOf(many(200));
    expect(await read()).toHaveLength(200);
  });

  test('have no addresses where one of them keeps it waiting', { timeout: 20_000 }, async () => {
    answerOf(three.slice(0, 1));
    bodies['/core/1.0/cluster'] = null;
    expect(await read()).toEqual([['micro01', null, true]]);
  });
});

describe('nobody is known', () => {
  test('where other nodes are asked', async () => {
    answerOf(three);
    expect(await read(false)).toBeUndefined();
  });

  test('without the daemon', async () => {
    server.close();
    await once(server, 'close');
    expect(await read()).toBeUndefined();
  });

  test.each([
    ['is of an old daemon', undefined],
    ['is garbage', '<html>\n</html>'],
    ['is an error', '{"type":"error","metadata":null}'],
    ['names a URL', servicesAnswer([{ name: 'http://example' }])],
    ['names a command', servicesAnswer([{ name: '$(reboot)' }])],
    ['names nobody', servicesAnswer([{ name: '' }])],
  ])('where the answer %s', async (_name, body) => {
    bodies = {};
    if (body !== undefined) bodies['/1.0/services'] = body;
    expect(await read()).toBeUndefined();
  });

  test('whatever it prints, the parser does not throw', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.json());
    fc.assert(
      fc.property(text, text, (one, other) => {
        const stdout = `${one}\n${other}`;
        expect(membersIn({ exit: 1, stdout, stderr: '' })).toBeNull();
        membersIn({ exit: 0, stdout, stderr: '' });
      }),
    );
  });
});
