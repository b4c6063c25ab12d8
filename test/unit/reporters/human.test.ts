import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import pc from 'picocolors';
import { describe, expect, test } from 'vitest';
import { exitCode } from '../../../src/cli/exit-code.ts';
import type { Change } from '../../../src/model/change.ts';
import type { Problem } from '../../../src/problems/problem.ts';
import type { Plan, Stage } from '../../../src/model/plan.ts';
import type { NodeReport, Report } from '../../../src/model/report.ts';
import { human } from '../../../src/reporters/human.ts';
import { json } from '../../../src/reporters/json.ts';
import type { Style } from '../../../src/reporters/reporter.ts';
import { documentFaults } from '../../support/documents.ts';
import { facts } from '../../support/facts.ts';

const folder = new URL('../../fixtures/output/', import.meta.url);
mkdirSync(folder, { recursive: true });

function node(n: number, differs: Partial<NodeReport> = {}): NodeReport {
  const name = `micro${String(n).padStart(3, '0')}`;
  const address = `198.18.0.${n}`;
  return {
    name,
    address,
    status: 'ok',
    changes: [],
    problems: [],
    written: differs.status === 'changed',
    durationMs: 1,
    facts: null,
    ...differs,
  };
}

function moved(n: number): Change {
  return { ...local, key: 'ovn-encap-ip', before: `198.18.0.${n}`, after: `198.19.0.${n}` };
}

const local: Change = {
  table: 'Open_vSwitch',
  column: 'external_ids',
  key: 'ovn-set-local-ip',
  before: null,
  after: 'true',
};

/** A fleet of these nodes, all of which have a tunnel to the same chassis outside. */
function outside(
  numbers: readonly number[],
  kind: 'chassis-outside' | 'chassis-unlisted' | 'tunnel-outside',
): Pick<Report, 'command' | 'nodes' | 'problems'> {
  const who = { chassis: 'micro501', addresses: ['198.18.1.245', '198.19.1.245'] };
  const problem: Problem =
    kind === 'tunnel-outside' ? { kind, sign: 'one-way', ...who } : { kind, ...who };
  const status = kind === 'chassis-unlisted' ? 'ok' : 'failed';
  const changes = kind === 'chassis-outside' ? [moved(1), local] : [];
  const nodes = numbers.map((n) => node(n, { status, changes }));
  return { command: 'plan', nodes, problems: [{ nodes: nodes.map(({ name }) => name), problem }] };
}

const upTo = (count: number) => Array.from({ length: count }, (_, at) => at + 1);

const drifting = (n: number) => node(n, { status: 'drift', changes: [moved(n), local] });
const refused = (n: number): NodeReport =>
  failing(n, 'unreachable', {
    kind: 'unreachable',
    address: `198.18.0.${n}`,
    reason: 'connection refused',
  });
const down: Problem = { kind: 'interface-down', interface: 'enp5s0' };

function failing(
  n: number,
  status: NodeReport['status'],
  ...problems: readonly Problem[]
): NodeReport {
  return node(n, { status, problems });
}

function hundred(of: (n: number) => NodeReport): readonly NodeReport[] {
  return Array.from({ length: 100 }, (_, at) => of(at + 1));
}

const place = { file: 'inventory.yaml', line: 12, column: 7 };
const typo: Problem = {
  kind: 'invalid-input',
  place,
  cause: 'unknown key `adress`',
  instead: 'did you mean `address`?',
};

/** What a plan says of its order; the changes stand with the nodes. */
function staged(
  strategy: Plan['strategy'],
  ...stages: readonly (readonly [Stage['name'], readonly NodeReport[]])[]
): Plan {
  return {
    format: 'mcreconcile.plan/1',
    nodes: [],
    problems: [],
    strategy,
    stages: stages.map(([name, nodes], at) => ({
      name,
      layer: at,
      prime: [],
      southbound: null,
      writes: nodes.map((each) => ({
        node: each.name,
        changes: each.changes,
        holds: [],
        tunnels: [],
      })),
    })),
  };
}

const three = [1, 2, 3].map(drifting);
const inPlace = (nodes: readonly NodeReport[]) =>
  staged('in-place', ['freeze', nodes], ['move', nodes], ['thaw', nodes]);
const run = '20261122T081500Z-7f3a';
const back = (n: number) => node(n, { status: 'rolled_back', changes: [moved(n)] });
const stolen: Problem = {
  kind: 'changed-meanwhile',
  key: 'ovn-encap-ip',
  seen: '198.18.0.2',
  now: '198.18.0.99',
};
const cause =
  'micro002: somebody changed ovn-encap-ip between plan and write: it was "198.18.0.2", it is "198.18.0.99"';
const silent = 'connecting to 198.18.0.3 took longer than 10 s';
const lost: Problem = { kind: 'not-rolled-back', reason: silent, armed: true };
const unknown: Problem = { kind: 'outcome-unknown', reason: silent };

const remote = 'tcp:198.18.0.253:6642';
const refusal = `ovsdb-client: failed to connect to "${remote}" (Connection refused)`;
const unread: Problem = { kind: 'southbound-unread', remote, reason: refusal };
const missing: Problem = { kind: 'southbound-missing', systemId: 'micro002', holders: [] };
const disagrees: Problem = {
  kind: 'southbound-disagrees',
  systemId: 'micro001',
  found: ['geneve 198.18.0.1'],
  wanted: ['geneve 198.19.0.1'],
  holders: ['ghost'],
};

const networks = [
  { name: 'default', project: 'default', mtu: 1442 },
  { name: 'web', project: 'shop', mtu: 1500 },
];

/** Of a MicroCloud. */
const clouded = {
  microovn: { version: '24.03', extensions: ['custom_encapsulation_ip'], unread: null },
  microovnSnap: { revision: '667', held: true, refreshIn: 3600 },
  lxd: { networks, projects: 'all', unread: null },
} as const;

const suffixed = facts({
  external_ids: {
    'ovn-bridge-datapath-type': 'netdev',
    'ovn-encap-ip': '198.18.0.11',
    'ovn-encap-ip-micro01': '198.19.0.11',
    'ovn-encap-ip-micro02': '198.19.0.12',
    'ovn-remote': 'tcp:198.18.0.253:6642',
    'system-id': 'micro01',
  },
  other_config: { 'ovn-chassis-idx-micro01': '' },
  ovnVersion: '23.03.1',
});

const cases: Readonly<Record<string, Pick<Report, 'command' | 'nodes'> & Partial<Report>>> = {
  'plan-3': { command: 'plan', nodes: three, plan: inPlace(three) },
  'plan-100': { command: 'plan', nodes: hundred(drifting), plan: inPlace(hundred(drifting)) },
  'plan-chain': {
    command: 'plan',
    nodes: three,
    plan: staged('synchronised', ['source', three], ['park', three.slice(0, 2)], ['move', three]),
    problems: [
      {
        nodes: ['micro001', 'micro002'],
        problem: { kind: 'handed-over', nodes: ['micro001', 'micro002'] },
      },
    ],
  },
  'plan-first-endpoint': {
    command: 'plan',
    nodes: three.slice(0, 1),
    plan: staged(null, ['write', three.slice(0, 1)]),
  },
  'plan-100-one-other': {
    command: 'plan',
    nodes: hundred((n) =>
      n === 50
        ? node(n, { status: 'drift', changes: [{ ...moved(n), before: '198.18.0.51' }] })
        : drifting(n),
    ),
  },
  'plan-100-refused': {
    command: 'plan',
    nodes: hundred((n) => (n % 7 === 0 ? failing(n, 'failed', down) : drifting(n))),
  },
  'apply-100': { command: 'apply', nodes: hundred((n) => ({ ...drifting(n), status: 'changed' })) },
  'apply-in-sync': { command: 'apply', nodes: hundred((n) => node(n)) },
  'apply-rolled-back': {
    command: 'apply',
    nodes: hundred((n) =>
      n === 2 ? { ...back(n), status: 'failed', problems: [stolen] } : back(n),
    ),
    problems: [{ nodes: [], problem: { kind: 'rolled-back', cause } }],
  },
  'apply-interrupted': {
    command: 'apply',
    nodes: [1, 2, 3].map(back),
    problems: [
      {
        nodes: [],
        problem: { kind: 'rolled-back', cause: 'SIGINT stopped the run before it was done' },
      },
      { nodes: [], problem: { kind: 'interrupted', signal: 'SIGINT' } },
    ],
  },
  'apply-unrecorded': {
    command: 'apply',
    nodes: [1, 2, 3].map((n) => node(n, { status: 'changed', changes: [moved(n)] })),
    problems: [
      {
        nodes: [],
        problem: {
          kind: 'unrecorded',
          reason: `the journal /state/runs/${run}.jsonl cannot be written: the disk is full`,
        },
      },
    ],
  },
  'apply-interrupted-late': {
    command: 'apply',
    nodes: [1, 2, 3].map((n) => node(n, { status: 'changed', changes: [moved(n)] })),
    problems: [{ nodes: [], problem: { kind: 'interrupted-late', signal: 'SIGTERM' } }],
  },
  'apply-half-done': {
    command: 'apply',
    nodes: [
      { ...back(1), problems: [{ kind: 'source-kept' }] },
      { ...back(2), problems: [{ kind: 'source-kept' }] },
      { ...failing(3, 'failed', unknown, lost), written: null, changes: [moved(3)] },
    ],
    problems: [
      {
        nodes: ['micro003'],
        problem: {
          kind: 'half-done',
          run,
          cause: `micro003: it is not known whether the write took effect: ${silent}`,
          seconds: 120,
        },
      },
    ],
  },
  'apply-held': {
    command: 'apply',
    nodes: [1, 2, 3].map((n) => node(n, { status: 'changed', changes: [moved(n)] })),
    problems: [{ nodes: [], problem: { kind: 'held', run, seconds: 120 } }],
  },
  'apply-duplicate': {
    command: 'apply',
    nodes: [1, 2, 3].map((n) => (n < 3 ? failing(n, 'failed') : drifting(n))),
    problems: [
      {
        nodes: ['micro001', 'micro002'],
        problem: {
          kind: 'duplicate-endpoint',
          address: '198.19.0.1',
          nodes: ['micro001', 'micro002'],
        },
      },
    ],
  },
  'check-100-in-sync': { command: 'check', nodes: hundred((n) => node(n)) },
  'check-100-mixed': {
    command: 'check',
    nodes: hundred((n) =>
      n > 40 && n < 52
        ? refused(n)
        : n === 7
          ? drifting(n)
          : n === 9
            ? failing(n, 'failed', down)
            : node(n),
    ),
  },
  'check-500-unreachable': {
    command: 'check',
    nodes: upTo(500).map((n) => (n === 250 ? node(n) : refused(n))),
  },
  'check-3-down': { command: 'check', nodes: [1, 2, 3].map((n) => failing(n, 'failed', down)) },
  'check-3-unreachable': { command: 'check', nodes: [1, 2, 3].map(refused) },
  'plan-3-down': {
    command: 'plan',
    nodes: three.map((each) => ({ ...each, status: 'failed', problems: [down] })),
  },
  'check-southbound-unread': {
    command: 'check',
    nodes: [failing(1, 'ok', unread), node(2), node(3)],
  },
  'check-southbound': {
    command: 'check',
    nodes: [failing(1, 'failed', disagrees), failing(2, 'failed', missing), node(3)],
  },
  'check-outside-3': { ...outside([1, 2, 3], 'chassis-unlisted'), command: 'check' },
  'check-outside-500': { ...outside(upTo(500), 'chassis-unlisted'), command: 'check' },
  'check-cut-off-3': { ...outside([1, 2, 3], 'tunnel-outside'), command: 'check' },
  'plan-outside-3': outside([1, 2, 3], 'chassis-outside'),
  'plan-outside-500': outside(upTo(500), 'chassis-outside'),
  'facts-outside': { ...outside([1], 'chassis-unlisted'), command: 'facts' },
  'check-hostile': {
    command: 'check',
    nodes: [
      failing(1, 'failed', {
        kind: 'ovs-unreachable',
        vsctl: 'ovs-vsctl',
        reason: '\u001b[2J\u001b]0;owned\u0007 gone\r\n',
      }),
    ],
  },
  facts: { command: 'facts', nodes: [node(1, { facts: suffixed })] },
  'facts-cloud': { command: 'facts', nodes: [node(1, { facts: { ...suffixed, ...clouded } })] },
  'facts-lxd-silent': {
    command: 'facts',
    nodes: [
      node(1, {
        facts: { ...suffixed, lxd: { networks: null, projects: null, unread: 'no-answer' } },
      }),
    ],
  },
  'invalid-input': { command: 'plan', nodes: [], problems: [{ nodes: [], problem: typo }] },
};

const style: Style = {
  colors: pc.createColors(false),
  columns: 80,
  verbose: false,
  diff: true,
  quiet: false,
  target: 'inventory.yaml',
  words: ['inventory.yaml'],
  end: { at: 0, seconds: 0 },
};

const empty: Report = {
  run,
  problems: [],
  command: 'plan',
  nodes: [],
  paths: null,
  plan: null,
};

function reportOf(name: string): Report {
  return { ...empty, ...cases[name] };
}

function textOf(name: string, differs: Partial<Style> = {}): Promise<string> {
  const report = reportOf(name);
  return human(report, exitCode(report), {
    ...style,
    quiet: report.command === 'check',
    // What a failed run has tried is not what anybody wants to read first.
    diff: name === 'apply-100',
    ...differs,
  });
}

// UPDATE_GOLDEN=1 rewrites the files; read them as a person would before committing.
describe('the text for people', () => {
  test.each(Object.keys(cases))('%s', async (name) => {
    const file = new URL(`${name}.txt`, folder);
    const text = await textOf(name);
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, text);
    expect(text).toBe(readFileSync(file, 'utf8'));
  });

  test.each(Object.keys(cases))('%s keeps to 80 columns and plain characters', async (name) => {
    const lines = (await textOf(name)).split('\n');
    expect(lines.filter((line) => line.length > 80 && !/`[^`]{60,}|--limit/.test(line))).toEqual(
      [],
    );
    expect(lines.join('')).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
  });

  test.each(Object.keys(cases))('%s is a document that the schema declares', async (name) => {
    const report = reportOf(name);
    expect(documentFaults(await json(report, exitCode(report), style))).toEqual([]);
  });

  test('is one line a node and more with --verbose', async () => {
    const text = await textOf('plan-100', { verbose: true });
    expect(text).toContain('micro100');
    expect(text.match(/198\.18\.0\.\d+ -> 198\.19\.0\.\d+/g)).toHaveLength(100);
  });

  test('has colours only where they are wanted', async () => {
    expect(await textOf('plan-3', { colors: pc.createColors(true) })).toContain('\u001b[33m');
  });
});
