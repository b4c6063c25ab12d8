import pc from 'picocolors';
import type { NodeFacts, Tunnel } from '../../src/model/facts.ts';
import type { NodeReport, Report } from '../../src/model/report.ts';
import type { Problem } from '../../src/problems/problem.ts';
import type { Style } from '../../src/reporters/reporter.ts';
import { facts } from './facts.ts';

/** How a program gets it. */
export const machineStyle: Style = {
  colors: pc.createColors(false),
  columns: 80,
  verbose: false,
  diff: false,
  quiet: true,
  target: 'inventory.yaml',
  words: ['inventory.yaml'],
  end: { at: Date.UTC(2026, 10, 22, 8, 15, 1, 250), seconds: 1.25 },
};

function reportOf(nodes: readonly NodeReport[], ...problems: Report['problems']): Report {
  const run = '20261122T081500Z-7f3a';
  return { command: 'check', run, nodes, problems, paths: null, plan: null };
}

function node(n: number, differs: Partial<NodeReport> = {}): NodeReport {
  return {
    name: `micro0${n}`,
    address: `198.18.0.1${n}`,
    status: 'ok',
    changes: [],
    problems: [],
    written: false,
    durationMs: 40 + n,
    facts: connected(n),
    ...differs,
  };
}

/** Node n, with a tunnel to each of the two others; OVN makes BFD sessions for gateways only. */
function connected(n: number): NodeFacts {
  const peers = [1, 2, 3].filter((peer) => peer !== n);
  return { ...facts(), tunnels: peers.map((peer) => tunnel(peer, {})) };
}

function tunnel(peer: number, differs: Partial<Tunnel>): Tunnel {
  return {
    port: `ovn-${peer}`,
    id: `micro0${peer}@198.19.0.1${peer}`,
    chassis: `micro0${peer}`,
    remoteIp: `198.19.0.1${peer}`,
    localIp: null,
    ofport: peer,
    error: null,
    egress: 'eth1',
    received: 1,
    sent: 1,
    bfd: null,
    secured: false,
    ...differs,
  };
}

const watched: NodeFacts = {
  ...facts(),
  tunnels: [
    tunnel(1, { bfd: { state: 'up', flaps: 1 } }),
    tunnel(3, { bfd: { state: 'down', flaps: 2 } }),
    tunnel(4, { ofport: -1, error: 'could not add network device ovn-4 (File exists)' }),
    tunnel(5, { id: null, chassis: null }),
  ],
};

const external = { table: 'Open_vSwitch', column: 'external_ids' } as const;
const drifted = node(2, {
  status: 'drift',
  facts: watched,
  changes: [
    { ...external, key: 'ovn-encap-ip', before: '198.18.0.12', after: '198.19.0.12' },
    { ...external, key: 'ovn-set-local-ip', before: null, after: 'true' },
  ],
});

/** In no log and on no page does it mean anything but itself. */
const nasty = `\u001b[2J\r\n]]>"<b>&'|\`\\ | x=1 {a="b"} [x](http://example.com) @all \ud800\uffff`;

function unread(n: number, problem: Problem): NodeReport {
  return node(n, { status: 'unreachable', facts: null, problems: [problem] });
}

const silence: Problem = {
  kind: 'unreachable',
  address: '198.18.0.13',
  reason: 'connection refused',
};
const outsider: Problem = {
  kind: 'chassis-unlisted',
  chassis: 'micro09',
  addresses: ['198.19.0.19'],
};
const twice: Problem = {
  kind: 'duplicate-endpoint',
  address: '198.19.0.11',
  nodes: ['micro01', 'micro02'],
};
const misspelt: Problem = {
  kind: 'usage',
  cause: '--limit micro09 names no node',
  instead: 'the nodes are micro[01-03]',
};

/** One of each kind of end. */
export const reports: Readonly<Record<string, Report>> = {
  'in-sync': reportOf([node(1), node(2), node(3)], {
    nodes: ['micro01', 'micro02', 'micro03'],
    problem: outsider,
  }),
  drift: reportOf([node(1), drifted, node(3)]),
  failure: reportOf(
    [
      node(1, { status: 'failed' }),
      node(2, {
        status: 'failed',
        problems: [{ kind: 'interface-down', interface: 'enp5s0' }],
      }),
      node(3),
    ],
    { nodes: ['micro01', 'micro02'], problem: twice },
  ),
  unreachable: reportOf([node(1), drifted, unread(3, silence)]),
  usage: reportOf([], { nodes: [], problem: misspelt }),
  hostile: reportOf(
    [
      node(1, {
        status: 'drift',
        changes: [{ ...external, key: nasty, before: nasty, after: null }],
      }),
      unread(2, { kind: 'unreachable', address: nasty, reason: nasty }),
    ],
    { nodes: [], problem: { kind: 'usage', cause: nasty, instead: nasty } },
  ),
};
