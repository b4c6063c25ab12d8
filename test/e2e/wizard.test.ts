import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startLab, type Lab } from '../lab/lab.ts';
import { mcreconcile, program } from '../support/cli.ts';
import { describeLab } from '../support/lab.ts';
import { Terminal } from '../support/terminal.ts';

const question = 'Configure dedicated underlay networking? (yes/no) [default=no]';
const title = 'Select exactly one network interface from each cluster member:';
const retry = 'Retry selecting underlay network interfaces? (yes/no) [default=yes]';
const overwrite = 'inventory.yaml exists. Overwrite it? (yes/no) [default=no]';

interface Setting {
  readonly env?: Readonly<Record<string, string>>;
  readonly flags?: readonly string[];
  readonly stdin?: string;
  readonly stdout?: string;
}

describeLab('init at a terminal', () => {
  let lab: Lab;
  let folder: string;
  let terminal: Terminal | null = null;
  beforeAll(async () => {
    lab = await startLab({ nodes: 3 });
  });
  afterAll(() => lab.down());
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mcreconcile-wizard-'));
  });
  afterEach(async () => {
    await terminal?.[Symbol.asyncDispose]();
    terminal = null;
    await rm(folder, { recursive: true });
  });

  /** `init` of the lab's three nodes, in a folder that holds nothing else. */
  async function init({ env = {}, flags = [], ...streams }: Setting = {}) {
    const { stdin = '/dev/stdin', stdout = '/dev/stdout' } = streams;
    const hosts = lab.nodes.map(({ name, management }) => `${name}=${management}`).join(',');
    const access = ['--user', 'root', '--private-key', lab.key, '--known-hosts', lab.knownHosts];
    const argv = [...program, 'init', '--hosts', hosts, ...access, ...flags];
    terminal = await Terminal.start(['sh', '-c', `exec "$@" <${stdin} >${stdout}`, 'sh', ...argv], {
      cwd: folder,
      env: { XDG_STATE_HOME: join(folder, 'state'), ...env },
    });
    return terminal;
  }

  const inventory = () => readFile(join(folder, 'inventory.yaml'), 'utf8');
  const files = async () => (await readdir(folder)).filter((name) => name !== 'state');

  test('test_interactive: three nodes, yes, filter by prefix, select all', async () => {
    const terminal = await init();
    const offered = await terminal.follow([question, 'yes', 'Enter'], ['3 selected', 'Left']);
    expect(offered).toContain(`${title}\n`);
    expect(offered).toContain('      LOCATION | IFACE | TYPE | IP ADDRESS (CIDR)\n');
    expect(offered.match(/\[x\] micro0\d {2}\| eth1 {2}\| veth \| 198/g)).toHaveLength(3);
    const filtered = await terminal.follow(
      ['0 selected', '198.19.'],
      ['Filter: 198.19.', 'Right'],
      ['3 selected', 'Enter'],
    );
    expect(filtered.match(/^.*micro0.*$/gm)).toEqual(
      lab.nodes.map(({ name, underlay }, at) => {
        return `${at === 0 ? '>' : ' '} [x] ${name}  | eth1  | veth | ${underlay}/24`;
      }),
    );
    const { screen, ...end } = await terminal.end();
    expect(end).toEqual({ exit: 0, restored: true });
    for (const { name, underlay } of lab.nodes) {
      expect(screen).toContain(`Using ${underlay} on ${name} for OVN underlay traffic`);
    }
    const plan = await mcreconcile(['plan', join(folder, 'inventory.yaml'), '-o', 'json']);
    const { nodes }: { nodes: readonly { changes: readonly unknown[] }[] } = JSON.parse(
      plan.stdout,
    );
    expect(nodes.map(({ changes: [first] }) => first)).toMatchObject(
      lab.nodes.map(({ management: before, underlay: after }) => ({ before, after })),
    );
  });

  test.each([
    ['Enter alone', [question, 'Enter']],
    ['the word', [question, 'No', 'Enter']],
    ['its first letter', [question, 'n', 'Enter']],
  ] as const)('no by %s: an inventory without underlay', async (_, step) => {
    const terminal = await init();
    await terminal.follow([...step]);
    expect(await terminal.end()).toMatchObject({ exit: 0, restored: true });
    expect(await inventory()).toContain('underlay: false');
    expect((await mcreconcile(['validate', join(folder, 'inventory.yaml')])).exit).toBe(0);
  });

  test('anything but yes and no is asked again', async () => {
    const terminal = await init();
    await terminal.follow(
      [question, 'nope', 'Enter'],
      ['Invalid input, try again.', 'C-u'],
      [question, 'no', 'Enter'],
    );
    expect(await terminal.end()).toMatchObject({ exit: 0, restored: true });
  });

  test("two of one node: MicroCloud's message, a retry, and the right choice", async () => {
    const terminal = await init();
    const refused = await terminal.follow(
      [question, 'y', 'Enter'],
      // The cursor is on the first row, another address of micro01.
      ['3 selected', 'Space'],
      ['4 selected', 'Enter'],
      [retry, 'Enter'],
    );
    expect(refused.replaceAll(/\s+/g, ' ')).toContain(
      'Failed to configure OVN underlay traffic: Selected more than one interface for target "micro01"',
    );
    // What was chosen is there again.
    await terminal.follow([`${title}\nSpace`, 'Space'], ['3 selected\n', 'Enter']);
    expect(await terminal.end()).toMatchObject({ exit: 0, restored: true });
    expect(await inventory()).toContain(lab.nodes[0]?.underlay);
  });

  test('none of one node, and no retry: nothing is written', async () => {
    const terminal = await init();
    const refused = await terminal.follow(
      [question, 'yes', 'Enter'],
      ['3 selected', 'micro03'],
      ['Filter: micro03', 'Left'],
      ['2 selected', 'Enter'],
      [retry, 'no', 'Enter'],
    );
    expect(refused.replaceAll(/\s+/g, ' ')).toContain("Some peers don't have a selected interface");
    expect(await terminal.end()).toMatchObject({ exit: 1, restored: true });
    expect(await files()).toEqual([]);
  });

  test.each([
    ['kept by Enter', ['Enter'], 64],
    ['replaced by yes', ['yes', 'Enter'], 0],
  ])('a file that is there is %s', async (_, keys, exit) => {
    await writeFile(join(folder, 'inventory.yaml'), '# mine\n');
    const terminal = await init();
    await terminal.follow([overwrite, ...keys]);
    if (exit === 0) await terminal.follow([question, 'Enter']);
    expect(await terminal.end()).toMatchObject({ exit, restored: true });
    expect((await inventory()) === '# mine\n').toBe(exit !== 0);
  });

  test('Ctrl-C at the consent leaves the file, and the terminal as it was', async () => {
    await writeFile(join(folder, 'inventory.yaml'), '# mine\n');
    const terminal = await init();
    await terminal.follow([overwrite, 'C-c']);
    expect(await terminal.end()).toMatchObject({ exit: 130, restored: true });
    expect(await inventory()).toBe('# mine\n');
  });

  type Steps = readonly (readonly [string, ...string[]])[];
  const asked: Steps = [[question, 'yes', 'Enter']];
  const cancelled: readonly (readonly [string, Steps])[] = [
    ['Ctrl-C at the first question', [[question, 'C-c']]],
    ['Ctrl-C behind half a word', [[question, 'ye', 'C-c']]],
    ['Ctrl-D at the first question', [[question, 'C-d']]],
    ['Ctrl-C at the table', [...asked, ['3 selected', 'C-c']]],
    ['Ctrl-D at the table', [...asked, ['3 selected', 'C-d']]],
    ['Ctrl-C behind a filter', [...asked, ['3 selected', 'eth1'], ['Filter: eth1', 'C-c']]],
    ['Ctrl-C at the retry', [...asked, ['3 selected', 'Left', 'Enter'], [retry, 'C-c']]],
  ];

  test.each(cancelled)('%s: 130, the terminal as it was, nothing written', async (_, steps) => {
    const terminal = await init();
    await terminal.follow(...steps);
    expect(await terminal.end()).toMatchObject({ exit: 130, restored: true });
    expect(await files()).toEqual([]);
  });

  test.each([
    ['a terminal that cannot move its cursor', { env: { TERM: 'dumb' } }],
    ['a terminal that gives no answers', { stdin: '/dev/null' }],
  ])('%s is asked nothing', async (_, setting) => {
    const { exit, screen } = await (await init(setting)).end();
    expect(screen).toContain('--underlay');
    expect(exit).toBe(64);
    expect(await files()).toEqual([]);
  });

  test('results go to stdout, questions to stderr', async () => {
    const terminal = await init({ stdout: 'stdout' });
    await terminal.follow([question, 'yes', 'Enter'], ['3 selected', 'Enter']);
    expect(await terminal.end()).toMatchObject({ exit: 0, restored: true });
    const stdout = await readFile(join(folder, 'stdout'), 'utf8');
    expect(stdout).toMatch(/^Using /);
    expect(stdout).not.toContain('\u001b');
  });

  test.each([
    ['colours are shown', {}, true],
    ['NO_COLOR is respected', { env: { NO_COLOR: '1' } }, false],
    ['--no-color is respected', { flags: ['--no-color'] }, false],
  ])('%s', async (_, setting, colored) => {
    const terminal = await init(setting);
    await terminal.follow([question, 'yes', 'Enter'], ['3 selected']);
    expect(/\u001b\[[0-9;]*[1-9]m/.test(await terminal.colors())).toBe(colored);
  });
});
