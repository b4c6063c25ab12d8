import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Candidate } from '../../src/setup/candidate.ts';
import { Terminal } from '../support/terminal.ts';

const program = fileURLToPath(new URL('programs/ask.ts', import.meta.url));

let folder: string;
let terminal: Terminal | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mcreconcile-screens-'));
});
afterEach(async () => {
  await terminal?.[Symbol.asyncDispose]();
  terminal = null;
  rmSync(folder, { recursive: true });
});

type Size = readonly [columns: number, rows: number];

/** One question of the wizard by itself. */
async function ask(
  [columns, rows]: Size,
  question: 'hosts' | 'choose',
  ...data: readonly unknown[]
): Promise<Terminal> {
  const files = [join(folder, 'data'), join(folder, 'answer')] as const;
  writeFileSync(files[0], JSON.stringify(data));
  const node = [process.execPath, '--import', import.meta.resolve('tsx'), program];
  terminal = await Terminal.start([...node, question, ...files], { columns, rows });
  return terminal;
}

async function answer(): Promise<unknown> {
  await terminal?.end();
  return JSON.parse(readFileSync(join(folder, 'answer'), 'utf8'));
}

function candidate(n: number, differs: Partial<Candidate>): Candidate {
  const node = `micro${String(n).padStart(3, '0')}`;
  const nic = {
    interface: 'enp6s0',
    type: 'physical',
    mtu: 9000,
    speed: 100_000,
    management: false,
  };
  return { node, address: `198.19.0.${n}/16`, ...nic, unfit: null, ...differs };
}

/** Three of each of a hundred nodes; the first of each cannot serve. */
const fleet = Array.from({ length: 100 }, (_, at) => at + 1).flatMap((n) => [
  candidate(n, { interface: 'enp5s0', address: `198.18.0.${n}/24`, unfit: 'no carrier' }),
  candidate(n, {}),
  candidate(n, { interface: 'bond0.7', type: 'vlan', address: `2001:db8:1:2:3:4:5:${n}/64` }),
]);
const proposal = fleet.flatMap(({ interface: nic }, at) => (nic === 'enp6s0' ? at : []));

const title = 'Select exactly one network interface from each cluster';

describe.each<Size>([
  [80, 24],
  [60, 20],
])('a hundred nodes at %i x %i', (...size) => {
  test('the title, the columns and the count stay while the list scrolls', async () => {
    const terminal = await ask(size, 'choose', fleet, []);
    await terminal.shows('0 selected');
    for (const [key, focused] of [
      ['Down', 'micro001 | bond0.7'],
      ['Down', 'micro002 | enp6s0'],
      ['Up', 'micro001 | bond0.7'],
      ['Up', 'micro001 | enp6s0'],
      ['Up', 'micro100 | bond0.7'],
      ['Up', 'micro100 | enp6s0'],
      ['Up', 'micro099 | bond0.7'],
    ] as const) {
      await terminal.press(key);
      const screen = await terminal.shows(`> [ ] ${focused}`);
      expect(screen.match(/^>/gm)).toHaveLength(1);
      expect(screen.split('\n')[0]).toContain(title);
      expect(screen).toContain('\n      LOCATION | IFACE   | TYPE     | IP ADDRESS (CIDR)\n');
      expect(screen.trimEnd().split('\n').at(-1)).toBe('0 selected');
    }
  });

  test('what cannot serve has its reason, and cannot be selected', async () => {
    const terminal = await ask(size, 'choose', fleet, []);
    const screen = await terminal.follow(
      ['0 selected', 'micro001'],
      ['Filter: micro001\n', 'Right'],
    );
    expect(screen).toMatch(
      /\n {6}micro001 \| enp5s0 {2}\| physical \| 198.18.0.1\/24\s+\(no carrier\)\n/,
    );
    await terminal.follow(['2 selected', 'C-u'], ['Filter:\n', 'Right'], ['200 selected', 'Enter']);
    expect(await answer()).toEqual(fleet.filter(({ unfit }) => unfit === null));
  });

  test('the proposal is taken by Enter, and the list begins at its beginning', async () => {
    const terminal = await ask(size, 'choose', fleet, proposal);
    expect(await terminal.follow(['100 selected', 'Enter'])).toContain('> [x] micro001 | enp6s0');
    expect(await answer()).toEqual(proposal.map((at) => fleet[at]));
  });
});

test('a window that changes its size is drawn anew', async () => {
  const terminal = await ask([80, 24], 'choose', fleet, proposal);
  await terminal.shows('100 selected');
  await terminal.resize(50, 24);
  const narrow = await terminal.shows(/^ {6}2001:db8/m);
  expect(narrow.split('\n')[0]).toContain('Select exactly one network interface from');
  expect(narrow.trimEnd().split('\n').at(-1)).toBe('100 selected');
});

test('a filter that nothing passes says so, selects nothing, and can be taken back', async () => {
  const terminal = await ask([80, 24], 'choose', fleet, []);
  await terminal.follow(
    ['0 selected', 'nowhere'],
    ['No matches found', 'Space', 'Right', 'C-u'],
    ['Filter:\n', 'Down'],
    ['> [ ]', 'Enter'],
  );
  expect(await answer()).toEqual([]);
});

test('where nothing can serve, nothing can be selected', async () => {
  const unfit = fleet.filter(({ unfit }) => unfit !== null).slice(0, 3);
  const terminal = await ask([80, 24], 'choose', unfit, []);
  await terminal.follow(['0 selected', 'Space', 'Tab', 'Right', 'Down', 'Space', 'Enter']);
  expect(await answer()).toEqual([]);
});

test('Escape, and an arrow key that a slow line tears apart, cancel nothing', async () => {
  const terminal = await ask([80, 24], 'choose', fleet, []);
  await terminal.follow(['0 selected', 'Escape']);
  await new Promise((resolve) => setTimeout(resolve, 200));
  await terminal.press('Right', 'Enter');
  expect(await answer()).toHaveLength(200);
});

test('hosts are shown by name and address, and all are selected', async () => {
  const hosts = [
    { name: 'micro01', address: '198.18.0.11' },
    { name: 'micro02', address: '2001:db8::12' },
    { name: 'printer', address: '198.18.0.99' },
  ];
  const terminal = await ask([80, 24], 'hosts', hosts);
  const screen = await terminal.follow(['3 selected', 'printer'], ['Filter: printer', 'Space']);
  expect(screen).toContain('      NAME    | ADDRESS\n');
  await terminal.follow(['2 selected', 'Enter']);
  expect(await answer()).toEqual(hosts.slice(0, 2));
});

test('what a node or a neighbour calls itself is not drawn as it is', async () => {
  const evil = '\u001b[2J\u001b]0;owned\u0007\u202e\nmicro09';
  const terminal = await ask(
    [80, 24],
    'choose',
    [candidate(1, { interface: evil, unfit: evil })],
    [],
  );
  const screen = await terminal.shows('0 selected');
  expect(screen).toContain('\\x1b[2J\\x1b]0;owned\\x07\\u202e\\x0amicro09');
  expect(screen).toContain('(\\x1b[2J\\x1b]0;owned\\x07\\u202e\\x0amicro09)');
  expect(screen.split('\n')[0]).toContain(title);
});
