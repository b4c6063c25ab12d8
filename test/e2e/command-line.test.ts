import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mcreconcile, program } from '../support/cli.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mcreconcile-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const nodes = 'nodes: { micro01: { address: 198.18.255.1, underlay: { interface: eth1 } } }\n';

describe('usage errors end in 64 and say what would be right:', () => {
  test.each([
    [['aply', 'x'], 'Did you mean apply?'],
    [['apply'], "missing required argument 'inventory'"],
    [['apply', 'x', 'y'], 'too many arguments'],
    [['check', 'x', '--forsk', '3'], 'Did you mean --forks?'],
    [['check', 'x', '-f', '0'], 'Write a number from 1 on.'],
    [['check', 'x', '-T', '-1'], 'Write seconds'],
    [['check', 'x', '-o', 'xml'], 'Allowed choices are human, json'],
    [['schema', 'plan'], 'Allowed choices are inventory, playbook, report'],
    [['check', 'x', '--check'], "unknown option '--check'"],
  ])('%j', async (args, says) => {
    const { exit, stdout, stderr } = await mcreconcile(args);
    expect(stderr).toContain(says);
    expect([exit, stdout]).toEqual([64, '']);
  });

  test('no command at all shows the help', async () => {
    const { exit, stderr } = await mcreconcile([]);
    expect(stderr).toContain('Usage: mcreconcile');
    expect(exit).toBe(64);
  });
});

describe('help and version', () => {
  test.each([['--help'], ['apply', '--help'], ['--version'], ['help', 'check']])(
    '%s exits 0, within 80 columns',
    async (...args) => {
      const { exit, stdout, stderr } = await mcreconcile(args);
      expect([exit, stderr]).toEqual([0, '']);
      expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    },
  );

  test('load commander and the tables of options, and no other library', () => {
    const texts = reachable(fileURLToPath(new URL('../../dist/main.js', import.meta.url)));
    const libraries = ['SSH-2.0', 'YAMLParseError', 'ipaddr: the address'];
    for (const marker of [...libraries, 'clack:cancel', 'For IPv6 multicast']) {
      expect(texts.filter((text) => text.includes(marker))).toEqual([]);
    }
  });

  /** The texts of a module and of all that it imports statically. */
  function reachable(module: string, seen = new Set<string>()): readonly string[] {
    if (seen.has(module)) return [];
    seen.add(module);
    const text = readFileSync(module, 'utf8');
    const imports = [...text.matchAll(/\b(?:from|import)"(\.[^"]+)"/g)].map(
      ([, path = '']) => path,
    );
    return [text, ...imports.flatMap((path) => reachable(join(dirname(module), path), seen))];
  }
});

describe('files', () => {
  test('a valid inventory is called so, and nobody is contacted', async () => {
    const path = file('valid.yaml', nodes);
    const { exit, stdout } = await mcreconcile(['validate', path]);
    expect(stdout).toBe(`${path} is valid: 1 node. Nobody was contacted.\n`);
    expect(exit).toBe(0);
  });

  test.each([
    ['preseed.yaml', 'systems: [{ name: micro01, ovn_underlay_ip: 198.19.0.11 }]\n'],
    ['hosts.yml', 'all: { hosts: { micro01: { underlay_ip: 198.19.0.11 } } }\n'],
    ['hosts', '[fleet]\nmicro01 underlay_ip=198.19.0.11\n'],
  ])('an inventory of another form is one as it is: %s', async (name, text) => {
    const path = file(name, text);
    const { exit, stdout } = await mcreconcile(['validate', path]);
    expect([exit, stdout]).toEqual([0, `${path} is valid: 1 node. Nobody was contacted.\n`]);
  });

  test('what is left out of an inventory is said, and stops nothing', async () => {
    const path = file('warned', 'micro01 underlay_ip=198.19.0.11 ansible_ssh_common_args=-C\n');
    const { exit, stdout } = await mcreconcile(['validate', path]);
    expect(stdout).toContain(`${path}:1:57 \`-C\` of`);
    expect(stdout).toContain('is valid: 1 node.');
    expect(exit).toBe(0);
  });

  test('all errors come at once, on stderr, with their place', async () => {
    const path = file(
      'invalid.yaml',
      'nodes:\n  micro01: { adress: x }\n  micro02: { ssh: { port: 0 } }\n',
    );
    const { exit, stdout, stderr } = await mcreconcile(['validate', path]);
    expect(stderr).toContain('invalid.yaml:2:14 unknown key `adress`');
    expect(stderr).toContain('invalid.yaml:3:27 `port` cannot be the number 0');
    expect([exit, stdout]).toEqual([65, '']);
  });

  test('with -o json the document on stdout says it', async () => {
    const { exit, stdout } = await mcreconcile([
      'check',
      '-o',
      'json',
      join(folder, 'nothing.yaml'),
    ]);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ result: 'invalid', exit: 65, nodes: [] });
    expect(report.problems).toMatchObject([{ kind: 'file-unreadable', severity: 'error' }]);
    expect(exit).toBe(65);
  });

  test.each([
    [
      'a variable that nothing defines',
      '- ovs_external_ids: { ovn-encap-tos: "{{ tos }}" }',
      '{{ tos }}',
    ],
    ['an unknown task', '- ovs_external_id: {}', 'did you mean `ovs_external_ids`?'],
    ['a wrong argument', '- underlay_address: { overlay_mtu: big }', 'overlay_mtu'],
  ])('a playbook with %s is refused', async (_name, task, says) => {
    const play = file('play.yaml', `- name: test\n  tasks:\n    ${task}\n`);
    const { exit, stderr } = await mcreconcile([
      'validate',
      file('i.yaml', nodes),
      '--playbook',
      play,
    ]);
    expect(stderr).toContain(says);
    expect(exit).toBe(65);
  });

  test('--extra-vars are stronger than what the inventory says', async () => {
    const vars = 'nodes: { a: { underlay: false, vars: { x: inventory } } }\n';
    const task = 'ovs_external_ids: { k: "{{ x }}{{ y }}" }';
    const play = file('vars.yaml', `- name: test\n  tasks: [{ ${task} }]\n`);
    const args = ['validate', file('v.yaml', vars), '--playbook', play];
    expect((await mcreconcile(args)).stderr).toContain('{{ y }}');
    expect((await mcreconcile([...args, '-e', 'y=1'])).exit).toBe(0);
    const env = { MCRECONCILE_EXTRA_VARS: '{"y": 1}' };
    expect((await mcreconcile(args, { env })).exit).toBe(0);
    const builtIn = await mcreconcile([...args, '-e', 'name=x', '-e', 'y']);
    expect(builtIn.stderr).toContain('`name` is built in');
    expect(builtIn.stderr).toContain('`y` sets no variable');
    expect(builtIn.exit).toBe(64);
  });

  test('a saved plan takes no other wishes', async () => {
    const plan = file('a.plan', '{ "format": "mcreconcile.plan/1" }');
    const { exit, stderr } = await mcreconcile(['apply', plan, '-e', 'a=1']);
    expect(stderr).toContain('--extra-vars cannot be used with a saved plan');
    expect(exit).toBe(64);
  });

  test('an inventory without underlay is fine until a playbook needs one', async () => {
    const path = file('bare.yaml', 'nodes: { micro01: {} }\n');
    const { exit, stderr } = await mcreconcile(['plan', path]);
    expect(stderr).toContain('bare.yaml:1:10 node micro01 has no underlay');
    expect(exit).toBe(65);
  });

  test('the environment sets options, and flags win over it', async () => {
    const env = { MCRECONCILE_OUTPUT: 'json', MCRECONCILE_LIMIT: 'nobody' };
    const path = file('env.yaml', nodes);
    const { exit, stdout } = await mcreconcile(['check', path], { env });
    expect(JSON.parse(stdout)).toMatchObject({ exit: 64 });
    expect(exit).toBe(64);
    const flag = await mcreconcile(['check', path, '-T', '0.2', '-l', 'micro01'], { env });
    expect(JSON.parse(flag.stdout)).toMatchObject({ nodes: [{ name: 'micro01' }] });
  });
});

describe('outputs for programs', () => {
  test('Nagios gets its line and 3, whatever breaks before', async () => {
    for (const args of [
      ['check', 'x', '--forsk'],
      ['check', join(folder, 'nothing')],
    ]) {
      const { exit, stdout } = await mcreconcile([...args, '-o', 'nagios']);
      expect(stdout).toMatch(/^MCRECONCILE UNKNOWN - [^\n]+\n$/);
      expect(exit).toBe(3);
    }
  });

  test('ndjson begins and ends as always where the inventory cannot be read', async () => {
    const args = ['check', join(folder, 'nothing'), '-o', 'ndjson'];
    const { exit, stdout } = await mcreconcile(args);
    const lines: readonly { type: string }[] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ type }) => type)).toEqual(['version', 'report']);
    expect(exit).toBe(65);
  });

  test.each(['json', 'ndjson'])('a reader of -o %s that is gone changes no exit code', (output) => {
    const args = ['facts', file('n.yaml', nodes), '-T', '0.2', '-o', output];
    // What stderr says of the pipe would stand beside the code.
    const script = '{ "$@" 2>&4 | true; echo "${PIPESTATUS[0]}"; } 4>&1';
    const said = execFileSync('bash', ['-c', script, 'bash', ...program, ...args]);
    expect(said.toString()).toBe('1\n');
  });

  test('--json-into has the report of a failure, and says itself where it cannot', async () => {
    const report = join(folder, 'report.json');
    const args = ['check', join(folder, 'nothing'), '--json-into'];
    expect(await mcreconcile([...args, report])).toMatchObject({ exit: 65, stdout: '' });
    expect(JSON.parse(readFileSync(report, 'utf8'))).toMatchObject({ exit: 65 });
    const { exit, stderr } = await mcreconcile([...args, folder]);
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(
      `not written into ${folder}: it is a directory`,
    );
    expect(exit).toBe(65);
  });

  test.each([
    [['--list-hosts', '-o', 'junit'], '--list-hosts has no output junit', 64],
    [['--list-hosts', '--json-into', '/dev/null'], '--list-hosts makes no report', 64],
    [['--drift-exit-code', '0', '-o', 'nagios'], '--drift-exit-code is not for', 3],
  ])('%j do not go together', async (args, says, code) => {
    const { exit, stdout, stderr } = await mcreconcile(['check', file('n.yaml', nodes), ...args]);
    expect(stdout + stderr).toContain(says);
    expect(exit).toBe(code);
  });

  test.each(['history', 'init'])('%s has none of them', async (command) => {
    const { exit, stderr } = await mcreconcile([command, '-o', 'nagios']);
    expect(stderr).toContain('Allowed choices are human, json.');
    expect(exit).toBe(3);
  });
});

describe('schema', () => {
  test.each(['inventory', 'playbook', 'report', 'history', 'hosts', 'events'])(
    '%s is a JSON Schema of draft 7 with descriptions',
    async (name) => {
      const { exit, stdout } = await mcreconcile(['schema', name]);
      expect(JSON.parse(stdout)).toMatchObject({
        $schema: 'http://json-schema.org/draft-07/schema#',
      });
      expect(stdout).toContain('"description"');
      expect(exit).toBe(0);
    },
  );

  test.each([
    ['inventory', true],
    ['report', false],
    ['history', false],
    ['hosts', false],
    ['events', false],
  ])('%s knows all keys that there will be: %s', async (name, isClosed) => {
    const { stdout } = await mcreconcile(['schema', name]);
    expect(stdout.includes('"additionalProperties": false')).toBe(isClosed);
  });

  test('names every task', async () => {
    const { stdout } = await mcreconcile(['schema', 'playbook']);
    for (const task of ['underlay_address', 'ovs_external_ids'])
      expect(stdout).toContain(`"${task}"`);
  });
});
