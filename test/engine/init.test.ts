import { writeFileSync } from 'node:fs';
import {
  chmod,
  lstat,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Context } from '../../src/cli/context.ts';
import type { Questions } from '../../src/cli/init/questions.ts';
import type { FoundHost } from '../../src/discovery/heard.ts';
import { runProgram } from '../../src/cli/program.ts';
import { ok } from '../../src/model/result.ts';
import type { Candidate } from '../../src/setup/candidate.ts';
import { modelFleet, type ModelFleet } from '../simulator/fleet.ts';

let folder: string;
let fleet: ModelFleet;
let said: string;
let asked: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mcreconcile-init-'));
  [fleet, said, asked] = [modelFleet(3), '', []];
});
afterEach(() => rm(folder, { recursive: true }));

const file = () => join(folder, 'inventory.yaml');
const hosts = 'micro01=198.18.0.11,micro02=198.18.0.12,micro03=198.18.0.13';
const found: readonly FoundHost[] = [
  { name: 'micro01', address: '198.18.0.11' },
  { name: 'micro02', address: '198.18.0.12' },
];

/** Somebody who says yes to everything and takes what is proposed, but for what a test says. */
function somebody(answers: Partial<Questions>): Questions {
  const own: Questions = {
    member: async () => '',
    hosts: async (all) => all,
    underlay: async () => true,
    choose: async (_, proposal) => proposal,
    retry: async () => true,
    overwrite: async () => true,
    ...answers,
  };
  // A method of the same name that notes that it was called.
  return new Proxy(own, {
    get: (target, name: keyof Questions) => {
      if (name in target) asked.push(name);
      return target[name];
    },
  });
}

function context(answers: Partial<Questions> | null, discovered = found): Context {
  const stream = {
    write: (text: string) => void (said += text),
    isTTY: false,
    columns: 200,
    hasColors: false,
  };
  return {
    stdout: stream,
    stderr: stream,
    stdin: async function* () {},
    dialogue: answers && {
      secret: async () => null,
      questions: async () => somebody(answers),
      discover: async () => ok(discovered),
    },
    version: '0',
    env: {},
    home: '/nonexistent',
    user: 'root',
    state: folder,
    process: { pid: process.pid, host: 'localhost' },
    playbooks: fileURLToPath(new URL('../../playbooks/', import.meta.url)),
    interrupt: new AbortController().signal,
    told: () => undefined,
    connector: async () => fleet.connector,
  };
}

function init(answers: Partial<Questions> | null, ...args: string[]): Promise<number> {
  return runProgram(['init', '--out', file(), ...args], context(answers));
}

const written = () => readFile(file(), 'utf8');
const nothing = async () => expect(await readdir(folder)).toEqual([]);

describe('init asks', () => {
  test('for hosts, underlay and addresses, and writes what it was told', async () => {
    expect(await init({})).toBe(0);
    expect(asked).toEqual(['member', 'hosts', 'underlay', 'choose']);
    expect(await written()).toContain('  micro02:\n    address: 198.18.0.12\n    underlay:\n');
    expect(said).toContain('Using 198.19.0.12 on micro02 for OVN underlay traffic\n');
  });

  test('nothing that flags say', async () => {
    expect(await init({}, '--hosts', hosts, '--underlay', 'auto')).toBe(0);
    expect(asked).toEqual([]);
  });

  test('answer no: an inventory without underlay, and no node is contacted', async () => {
    expect(await init({ underlay: async () => false })).toBe(0);
    expect(await written()).toContain('  underlay: false\n');
    expect(fleet.nodes.map(({ scripts }) => scripts)).toEqual([0, 0, 0]);
    expect(said).toContain('2 nodes. Nobody was contacted.');
  });

  test('which hosts: some of those that were found', async () => {
    expect(await init({ hosts: async (all) => all.slice(1), underlay: async () => false })).toBe(0);
    expect(await written()).not.toContain('micro01');
  });

  test.each(['member', 'hosts', 'underlay', 'choose'] as const)(
    'and stops with 130 where %s is cancelled, with nothing written',
    async (question) => {
      expect(await init({ [question]: async () => null })).toBe(130);
      await nothing();
    },
  );

  test('and leaves the file as it is where that question is cancelled', async () => {
    await writeFile(file(), 'mine');
    expect(await init({ overwrite: async () => null })).toBe(130);
    expect(await written()).toBe('mine');
  });

  test('again after a wrong choice, keeping what was selected', async () => {
    const seen: string[][] = [];
    const choose = async (candidates: readonly Candidate[], proposal: readonly Candidate[]) => {
      seen.push(proposal.map((each) => each.interface));
      return seen.length === 1
        ? candidates.filter(({ node }) => node !== 'micro02')
        : proposal.slice(0, 0);
    };
    expect(await init({ choose, retry: async () => seen.length < 2 })).toBe(1);
    expect(seen).toEqual([
      ['eth1', 'eth1'],
      ['eth0', 'eth1'],
    ]);
    expect(said).toContain('Selected more than one interface for target "micro01"');
    expect(said).toContain("Some peers don't have a selected interface");
    await nothing();
  });

  test('no more where the retry is cancelled', async () => {
    expect(await init({ choose: async () => [], retry: async () => null })).toBe(130);
    await nothing();
  });

  test('before it replaces a file, and not with --force', async () => {
    await writeFile(file(), 'mine');
    expect(await init({ overwrite: async () => false })).toBe(64);
    expect(await written()).toBe('mine');
    expect(await init({})).toBe(0);
    expect(await written()).toContain('micro01');
    asked = [];
    expect(await init({ underlay: async () => false }, '--force')).toBe(0);
    expect(asked).toEqual(['member', 'hosts', 'underlay']);
  });

  test('nobody whom nobody announces', async () => {
    const args = ['init', '--out', file()];
    expect(await runProgram(args, context({}, []))).toBe(64);
    expect(said).toContain('no host of the local network announces SSH by mDNS');
    expect(await runProgram(args, context({ hosts: async () => [] }))).toBe(64);
    expect(said).toContain('no host was chosen');
    await nothing();
  });

  test('nobody at all where there is no terminal', async () => {
    expect(await init(null)).toBe(64);
    expect(said).toMatch(/--hosts a,b,c[^]*--underlay WHAT[^]*--no-underlay/);
    expect(asked).toEqual([]);
    await nothing();
  });

  test('nothing with --auto', async () => {
    expect(await init({}, '--auto')).toBe(64);
    expect(await init({}, '--auto', '--hosts', hosts)).toBe(0);
    expect(asked).toEqual([]);
  });
});

describe('flags that cannot be meant', () => {
  test.each([
    ['a preseed names its nodes itself', ['--preseed', 'x', '--hosts', 'a']],
    ['a preseed names the underlay itself', ['--preseed', 'x', '--no-underlay']],
    ['both an inventory and --hosts', ['inventory.yaml', '--hosts', 'a', '--auto']],
    ['the cluster of --from names the nodes', ['--from', 'a', '--hosts', 'b']],
    ['the cluster of --from names the nodes', ['--from', 'a', '--add', 'b', 'inventory.yaml']],
    ['--from names several hosts', ['--from', 'a[1:2]', '--auto']],
    ['is neither an IP address nor a host name', ['--from', 'https://a', '--auto']],
    ['--add needs an inventory', ['--add', 'a']],
    ['--add writes to the named inventory', ['--add', 'a', 'inventory.yaml']],
    ['--auto leaves the underlay out', ['--hosts', 'a', '--auto', '--underlay', 'eth1']],
    ['there is no such rule', ['--hosts', 'a', '--auto', '--allow', 'x']],
    ['`-x` is not a name', ['--hosts', '-x=198.18.0.1', '--auto']],
    ['is neither an IP address nor a host name', ['--hosts', 'a=b:c', '--auto']],
    ['does not have the form', ['--hosts', 'a[1-2]', '--auto']],
    ['has 2 names and 3 addresses', ['--hosts', 'a[1:2]=198.18.0.[1:3]', '--auto']],
    ['`b` is named twice', ['--hosts', 'b,a,b', '--auto']],
    ['`198.18.0.1` is named twice', ['--hosts', 'a=198.18.0.1,b=198.18.0.1', '--auto']],
    ['is one address, not one for each node', ['--hosts', 'a', '--underlay', '198.19.0.11']],
    ['is an address in 198.19.0.0/16', ['--hosts', 'a', '--underlay', '198.19.0.11/16']],
    ['there is no node `micro1`', ['--hosts', 'micro01', '--underlay', 'micro1=eth1']],
    ['is not the name of a NIC', ['--hosts', 'a', '--underlay', 'much too long a name']],
  ])('%s', async (says, args) => {
    expect(await init(null, ...args)).toBe(64);
    expect(said).toContain(says);
    expect(said).toContain('Nobody was contacted.');
    expect(fleet.nodes.map(({ scripts }) => scripts)).toEqual([0, 0, 0]);
    await nothing();
  });
});

test('an underlay that the checks speak against is not written', async () => {
  const [node] = fleet.nodes;
  for (const nic of node?.nics ?? []) nic.mtu = 1400;
  expect(await init(null, '--hosts', hosts, '--underlay', 'eth1')).toBe(1);
  expect(said).toContain('MTU 1400 of NIC eth1 is too small');
  await nothing();
});

test('the program ends with the interrupt while nodes are read, and writes nothing', async () => {
  const stop = new AbortController();
  fleet.faults['micro02'] = {
    connect: () => {
      stop.abort({ kind: 'interrupted', signal: 'SIGTERM' });
      return 'hang';
    },
  };
  const args = ['init', '--out', file(), '--hosts', hosts, '--underlay', 'eth1'];
  expect(await runProgram(args, { ...context(null), interrupt: stop.signal })).toBe(143);
  await nothing();
});

test('a signal that takes a question away is told as itself', async () => {
  const stop = new AbortController();
  const underlay = async () => {
    stop.abort({ kind: 'interrupted', signal: 'SIGTERM' });
    return null;
  };
  const args = ['init', '--out', file()];
  expect(await runProgram(args, { ...context({ underlay }), interrupt: stop.signal })).toBe(143);
  await nothing();
});

describe('a file that somebody else writes meanwhile', () => {
  /** While the nodes are read, the file becomes this. */
  function meanwhile(text: string): void {
    fleet.faults['micro01'] = {
      connect: () => {
        writeFileSync(file(), text);
        return undefined;
      },
    };
  }

  test('is left alone where there was none', async () => {
    meanwhile('mine');
    expect(await init(null, '--hosts', hosts, '--underlay', 'eth1')).toBe(1);
    expect(said).toContain('was not written: it exists already');
    expect(await readdir(folder)).toEqual(['inventory.yaml']);
    expect(await written()).toBe('mine');
  });

  test('is left alone where a node was to be added', async () => {
    await writeFile(file(), known);
    meanwhile(`${known}# mine\n`);
    expect(await add('micro03=198.18.0.13')).toBe(1);
    expect(said).toContain('somebody has changed it meanwhile');
    expect(await written()).toBe(`${known}# mine\n`);
  });
});

const known = `defaults: { underlay: { interface: eth1 } }
nodes:
  micro01: { address: 198.18.0.11 }
  micro02: { address: 198.18.0.12 }
`;

function add(...args: string[]): Promise<number> {
  return runProgram(['init', file(), '--add', ...args], context(null));
}

describe('a node that is added', () => {
  test('leaves the file its mode, and a link a link', async () => {
    const real = join(folder, 'real.yaml');
    await writeFile(real, known);
    await chmod(real, 0o640);
    await symlink('real.yaml', file());
    expect(await add('micro03=198.18.0.13')).toBe(0);
    expect(await written()).toBe(`${known}  micro03:\n    address: 198.18.0.13\n`);
    expect((await stat(real)).mode & 0o777).toBe(0o640);
    expect((await lstat(file())).isSymbolicLink()).toBe(true);
  });

  test('is judged with all others: an address that two nodes have is refused', async () => {
    for (const each of fleet.nodes.slice(2))
      for (const nic of each.nics) for (const held of nic.addr_info) held.local = same(held.local);
    await writeFile(file(), known);
    expect(await add('micro03=198.18.0.13')).toBe(1);
    expect(said).toContain('would both have endpoint 198.19.0.12');
    expect(await written()).toBe(known);
  });

  const same = (address: string) => address.replace('198.19.0.13', '198.19.0.12');

  test('is refused where the nodes are an alias', async () => {
    const text = `x-all: &all { micro01: {} }\nnodes: *all\n`;
    await writeFile(file(), text);
    expect(await add('micro03=198.18.0.13', '--no-underlay')).toBe(64);
    expect(said).toContain('are written in a way that `init` cannot add to');
    expect(await written()).toBe(text);
  });
});

test('an IPv4 address is a name, too; an IPv6 address needs one', async () => {
  expect(await init(null, '--hosts', '198.18.0.11', '--underlay', 'eth1')).toBe(0);
  expect(await written()).toContain('nodes:\n  # the NIC');
  expect(await written()).toContain('  198.18.0.11:\n    underlay:\n');
  expect(await init(null, '--hosts', '2001:db8::11', '--auto', '--force')).toBe(64);
  expect(said).toContain('write NAME=2001:db8::11');
});
