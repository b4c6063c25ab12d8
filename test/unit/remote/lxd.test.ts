import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lxdSh, networksSh } from '../../../src/generated/scripts.js';
import type { LxdFacts } from '../../../src/model/facts.ts';
import { factsQuestion } from '../../../src/remote/facts/question.ts';
import { parseLxd } from '../../../src/remote/facts/lxd.ts';
import { scriptOf } from '../../../src/remote/question.ts';
import {
  lxcStandIn,
  lxdNetwork,
  otherNetworks,
  printing,
  type LxcOptions,
} from '../../support/lxd.ts';
import { spec } from '../../support/builders.ts';
import { frameOf } from '../../support/shell.ts';

let folder: string;
let server: Server;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lxd-'));
  await mkdir(join(folder, 'database'));
  await mkdir(join(folder, 'bin'));
  server = createServer().listen(join(folder, 'unix.socket'));
  await once(server, 'listening');
});
afterEach(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

/** Runs the real script, with this program for `lxc`; null: there is none. */
async function read(
  lxc: LxcOptions | null,
  { asks = true, tools = '/usr/bin:/bin', uid = 0 } = {},
) {
  const bin = join(folder, 'bin');
  if (lxc !== null) await writeFile(join(bin, 'lxc'), lxcStandIn(lxc), { mode: 0o755 });
  const question = scriptOf(
    { ask_cluster: asks ? 'yes' : '' },
    lxdSh,
    networksSh,
    'frame lxd read_lxd',
  );
  const env = { LXD_DIR: folder, PATH: `${bin}:${tools}` };
  return parseLxd(await frameOf('lxd', question, { env, ...(uid !== 0 && { uid, gid: uid }) }));
}

function unread(reason: string) {
  return { networks: null, projects: null, unread: reason };
}

const both = [lxdNetwork('default', 1442), lxdNetwork('web', 1500, { project: 'shop' })];
const list = printing([...both, ...otherNetworks]);

describe('the OVN networks of LXD', () => {
  const found: LxdFacts = {
    networks: [
      { name: 'default', project: 'default', mtu: 1442 },
      { name: 'web', project: 'shop', mtu: 1500 },
    ],
    projects: 'all',
    unread: null,
  };

  test('are those of all projects', async () => {
    expect(await read({ list })).toEqual(found);
  });

  test('are of project default, where an old LXD tells no others', async () => {
    const { project: _, ...old } = lxdNetwork('default', 1442);
    const networks = [{ name: 'default', project: 'default', mtu: 1442 }];
    const expected = { networks, projects: 'default', unread: null };
    expect(await read({ list: printing([old]), isOld: true })).toEqual(expected);
  });

  test.each([
    ['there are none', null, []],
    ['there are no OVN ones', otherNetworks, []],
    ['LXD has set no MTU', [lxdNetwork('default', null)], [null]],
    ['one has no configuration', [lxdNetwork('default', null, { config: null })], [null]],
  ])('%s', async (_name, document, mtus) => {
    const read1 = await read({ list: printing(document) });
    expect(read1?.networks?.map(({ mtu }) => mtu)).toEqual(mtus);
  });

  test('are 200, which thousands of instances use', async () => {
    const used_by = Array.from({ length: 1000 }, (_, at) => `/1.0/instances/c${at}?project=shop`);
    const all = Array.from({ length: 200 }, (_, at) => lxdNetwork(`n${at}`, 1500, { used_by }));
    const file = join(folder, 'list.json');
    await writeFile(file, JSON.stringify(all));
    expect((await read({ list: `cat ${file}` }))?.networks).toHaveLength(200);
  });
});

describe('LXD is not there, and nothing is said,', () => {
  test('without its program', async () => {
    expect(await read(null)).toBeNull();
  });

  test('where its daemon has never run: the program may be one that installs it', async () => {
    await rm(join(folder, 'database'), { recursive: true });
    expect(await read({ list: `touch ${folder}/ran` })).toBeNull();
    await expect(rm(join(folder, 'ran'))).rejects.toThrow('ENOENT');
  });

  test('where it has no socket', async () => {
    server.close();
    await once(server, 'close');
    expect(await read({ list })).toBeNull();
  });
});

describe('it is told that LXD was not read', () => {
  test.each([
    ['answers', '{"headings":[],"data":[]}', 0, null],
    ['does not answer', '', 1, 'not-asked'],
  ])('or not, on a node whose Open vSwitch %s', async (_name, printed, exit, reason) => {
    const bin = join(folder, 'bin');
    const vsctl = `#!/bin/sh\necho '${printed}'\nexit ${exit}\n`;
    await writeFile(join(bin, 'ovs-vsctl'), vsctl, { mode: 0o755 });
    await writeFile(join(bin, 'lxc'), lxcStandIn({ list }), { mode: 0o755 });
    const { script } = factsQuestion(spec(1), { cluster: true });
    const env = { LXD_DIR: folder, PATH: `${bin}:/usr/bin:/bin` };
    expect(parseLxd(await frameOf('lxd', script, { env }))?.unread).toBe(reason);
  });

  test('where others were asked: the program is not run', async () => {
    expect(await read({ list: `touch ${folder}/ran` }, { asks: false })).toEqual(
      unread('not-asked'),
    );
    await expect(rm(join(folder, 'ran'))).rejects.toThrow('ENOENT');
  });

  test('where nothing could end the question', async () => {
    const tools = join(folder, 'tools');
    await mkdir(tools);
    for (const name of ['sed', 'head', 'cat']) await symlink(`/usr/bin/${name}`, join(tools, name));
    // The script looks into the folders of root, too: timeout(1) is in none of them.
    expect(await read({ list }, { tools })).toEqual(unread('no-timeout'));
  });

  test.runIf(process.getuid?.() === 0)('where only others may ask it', async () => {
    await chmod(folder, 0o711);
    await chmod(join(folder, 'unix.socket'), 0o660);
    expect(await read({ list }, { uid: 65534 })).toEqual(unread('permission-denied'));
  });

  test('where it hangs', { timeout: 20_000 }, async () => {
    expect(await read({ list: 'sleep 60' })).toEqual(unread('no-answer'));
  });

  test.each([
    [
      'is refused',
      'echo "Error: LXD unix socket not accessible: permission denied" >&2; exit 1',
      'failed',
    ],
    ['fails', 'exit 1', 'failed'],
    ['prints nothing', ':', 'unreadable'],
    ['prints garbage', "printf '<html>\\n --all-projects\\n[]'", 'unreadable'],
    [
      'never ends to print',
      'while :; do echo "[[[[[[[[[[[[[[[["; done | head -c 2000000',
      'failed',
    ],
    ['has an MTU that is none', printing([lxdNetwork('default', 'large')]), 'unreadable'],
    ['has an MTU beyond all', printing([lxdNetwork('default', 99999)]), 'unreadable'],
    ['has a network without a name', printing([lxdNetwork('', 1442)]), 'unreadable'],
  ])('where it %s', async (_name, text, reason) => {
    expect(await read({ list: text })).toEqual(unread(reason));
  });

  test('whatever it prints, the parser does not throw', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json().map((json) => `--all-projects\n${json}\n`),
    );
    fc.assert(
      fc.property(text, fc.nat(1), (stdout, exit) => {
        expect(parseLxd({ exit, stdout, stderr: '' }) === null).toBe(exit === 1);
      }),
    );
  });
});
