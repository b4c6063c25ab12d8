import { describe, expect, test } from 'vitest';
import { exitCode } from '../../../src/cli/exit-code.ts';
import type { Problem } from '../../../src/problems/problem.ts';
import type { NodeReport, Report, Status } from '../../../src/model/report.ts';

const place = { file: 'f', line: 1, column: 1 };
const offered = { type: 'ssh-ed25519', fingerprint: 'SHA256:x' };
const owner = {
  run: 'r',
  inventory: 'i',
  user: 'u',
  host: 'h',
  pid: 1,
  started: null,
  at: '2026-11-22T08:15:00Z',
  expires: '2026-11-23T08:15:00Z',
};
const problems = {
  input: { kind: 'invalid-input', place, cause: '', instead: '' },
  usage: { kind: 'usage', cause: '', instead: '' },
  sigint: { kind: 'interrupted', signal: 'SIGINT' },
  sigterm: { kind: 'interrupted', signal: 'SIGTERM' },
  hostKey: { kind: 'host-key-unknown', address: 'a', offered, files: [] },
  unreachable: { kind: 'unreachable', address: 'a', reason: '' },
  rule: { kind: 'underlay-undeclared' },
  locked: { kind: 'locked', file: 'f', by: owner, here: true },
  journal: { kind: 'journal-unwritable', file: 'f', reason: '' },
  damaged: { kind: 'journal-damaged', file: 'f', line: 1, reason: '' },
  lock: { kind: 'lock-unusable', file: 'f', reason: '' },
  plan: { kind: 'plan-file', file: 'f', reason: '' },
  unsaved: { kind: 'plan-unsaved', file: 'f', reason: '' },
  rolledBack: { kind: 'rolled-back', cause: '' },
  late: { kind: 'interrupted-late', signal: 'SIGINT' },
  unrecorded: { kind: 'unrecorded', reason: '' },
  held: { kind: 'held', run: 'r', seconds: 1 },
  nodeLocked: { kind: 'node-locked', run: 'r', owner: 'o', secondsLeft: 1 },
} as const satisfies Record<string, Problem>;

function node(status: Status, ...own: readonly Problem[]): NodeReport {
  return {
    name: 'n',
    address: 'a',
    status,
    changes: [],
    problems: own,
    written: false,
    durationMs: 1,
    facts: null,
  };
}

function report(nodes: readonly NodeReport[], ...whole: readonly Problem[]): Report {
  const findings = whole.map((problem) => ({ nodes: [], problem }));
  return { command: 'check', run: 'r', nodes, problems: findings, paths: null, plan: null };
}

describe('the exit code', () => {
  test.each([
    ['nothing to do', report([node('ok')]), 0],
    ['converged', report([node('changed')]), 0],
    ['a rule', report([node('failed', problems.rule)]), 1],
    ['drift', report([node('ok'), node('drift')]), 2],
    ['unreachable', report([node('unreachable', problems.unreachable)]), 4],
    ['host key', report([node('unreachable', problems.hostKey)]), 5],
    ['locked', report([], problems.locked), 6],
    ['no journal', report([], problems.journal), 1],
    ['no lock', report([], problems.lock), 1],
    ['a plan that is not saved', report([], problems.unsaved), 1],
    ['a damaged journal', report([], problems.damaged), 65],
    ['a damaged plan', report([], problems.plan), 65],
    ['a locked node', report([node('failed', problems.nodeLocked)]), 6],
    ['moved, but not recorded', report([node('changed')], problems.unrecorded), 10],
    ['interrupted when all was done', report([node('changed')], problems.late), 10],
    ['usage', report([], problems.usage), 64],
    ['input', report([], problems.input), 65],
    ['SIGINT', report([], problems.sigint), 130],
    ['SIGTERM', report([], problems.sigterm), 143],
  ])('%s', (_name, given, code) => {
    expect(exitCode(given)).toBe(code);
  });

  test('of several the worse one wins', () => {
    const { rule, unreachable, hostKey, sigint, locked } = problems;
    const nodes = [node('drift'), node('unreachable', unreachable)];
    expect(exitCode(report(nodes))).toBe(4);
    nodes.push(node('failed', rule));
    expect(exitCode(report(nodes))).toBe(1);
    nodes.push(node('unreachable', hostKey));
    expect(exitCode(report(nodes))).toBe(5);
    expect(exitCode(report(nodes, sigint))).toBe(130);
    expect(exitCode(report(nodes, sigint, problems.late))).toBe(10);
    expect(exitCode(report(nodes, problems.unrecorded, problems.held))).toBe(10);
    expect(exitCode(report(nodes, problems.unrecorded, problems.rolledBack))).toBe(8);
    expect(exitCode(report(nodes, sigint, locked))).toBe(6);
    expect(exitCode(report(nodes, sigint, problems.usage, problems.input))).toBe(65);
  });
});
