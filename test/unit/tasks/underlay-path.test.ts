import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAddress } from '../../../src/model/address.ts';
import type { Fleet, NodeState, PathProbe } from '../../../src/model/plan.ts';
import { err, ok } from '../../../src/model/result.ts';
import { underlayPath } from '../../../src/tasks/underlay-path.ts';
import { spec } from '../../support/builders.ts';
import { facts, nic } from '../../support/facts.ts';

function node(n: number, family: 'IPv4' | 'IPv6' = 'IPv4'): NodeState {
  const text = family === 'IPv4' ? `198.19.${n >> 8}.${n & 255}` : `2001:db8::${n.toString(16)}`;
  const address = parseAddress(text);
  if (address === null) throw new Error(`no address ${text}`);
  const endpoint = { address, prefix: 64, nic: nic('eth1', []) };
  return { spec: { ...spec(1), name: `n${n}` }, facts: facts(), endpoint: ok(endpoint) };
}

function fleet(size: number, family?: 'IPv4' | 'IPv6'): Fleet {
  const nodes = Array.from({ length: size }, (_, at) => node(at + 1, family));
  return { nodes, unread: [], paths: null, southbound: [] };
}

function probes(of: Fleet, args = {}): readonly PathProbe[] {
  return underlayPath.probe?.(args, of) ?? [];
}

function asked(all: readonly PathProbe[]): readonly (readonly [from: string, to: string])[] {
  return all.flatMap(({ node, targets }) => targets.map((target) => [node, target.node] as const));
}

describe('who is asked about whom', () => {
  const size = fc.integer({ min: 2, max: 400 });

  test('each node is source and target of enough peers, and never of itself', () => {
    fc.assert(
      fc.property(size, (size) => {
        const all = asked(probes(fleet(size)));
        const least = size <= 64 ? size - 1 : 8;
        for (let n = 1; n <= size; n += 1) {
          const name = `n${n}`;
          const targets = all.filter(([from]) => from === name).map(([, to]) => to);
          const sources = all.filter(([, to]) => to === name).map(([from]) => from);
          expect(new Set(targets).size).toBe(least);
          expect(targets).toHaveLength(least);
          expect(new Set(sources)).toEqual(new Set(targets));
          expect(targets).not.toContain(name);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('beyond 64 nodes the cost grows with the nodes, not with the pairs', () => {
    expect(asked(probes(fleet(64)))).toHaveLength(64 * 63);
    expect(asked(probes(fleet(65)))).toHaveLength(65 * 8);
    expect(asked(probes(fleet(1000)))).toHaveLength(1000 * 8);
  });

  test('the sample holds together: from one node all others are reached', () => {
    const pairs = asked(probes(fleet(200)));
    const reached = new Set(['n1']);
    for (const from of reached) for (const [a, b] of pairs) if (a === from) reached.add(b);
    expect(reached.size).toBe(200);
  });

  test('the same fleet is asked the same', () => {
    expect(probes(fleet(100))).toEqual(probes(fleet(100)));
  });
});

describe('what is asked', () => {
  test.each([
    ['IPv4', {}, 1472],
    ['IPv6', {}, 1472],
    ['IPv4', { overlay_mtu: 1500 }, 1530],
  ] as const)('%s %j: a payload of %i', (family, args, payload) => {
    const [first] = probes(fleet(2, family), args);
    expect(first).toMatchObject({ node: 'n1', payload, source: { family } });
  });

  test('only within a family, and only nodes with an endpoint', () => {
    const lost: NodeState = { ...node(9), endpoint: err({ kind: 'underlay-undeclared' }) };
    const nodes = [node(1), node(2, 'IPv6'), node(3), lost, node(4, 'IPv6'), node(5)];
    const pairs = asked(probes({ nodes, unread: [], paths: null, southbound: [] }));
    expect(pairs).toHaveLength(3 * 2 + 2);
    expect(pairs).toContainEqual(['n2', 'n4']);
    expect(pairs.flat()).not.toContain('n9');
  });

  test('nobody where there is nobody else', () => {
    expect(probes(fleet(1))).toEqual([]);
    expect(probes(fleet(0))).toEqual([]);
  });
});

describe('the judgement', () => {
  test('is silent where nobody was asked', () => {
    expect(underlayPath.judgePaths?.({}, fleet(3))).toEqual([]);
  });

  test('is silent about packets that are too small, and not about larger ones', () => {
    const answer = { from: 'n1', to: 'n2', sent: 3, received: 0, small: false, device: 'eth1' };
    const judged = (payload: number) =>
      underlayPath.judgePaths?.({}, { ...fleet(3), paths: [{ ...answer, payload }] });
    expect(judged(1471)).toEqual([]);
    expect(judged(1530)).toHaveLength(1);
    expect(judged(1472)).toMatchObject([{ problem: { kind: 'path-broken', oneWay: false } }]);
  });

  test('is silent about the way to who is no node', () => {
    const answer = {
      from: 'n1',
      payload: 1472,
      sent: 3,
      received: 0,
      small: false,
      device: 'eth1',
    };
    const judged = (to: string) =>
      underlayPath.judgePaths?.({}, { ...fleet(3), paths: [{ ...answer, to }] });
    expect(judged('outsider')).toEqual([]);
    expect(judged('n2')).toHaveLength(1);
  });

  test('two halves that do not see each other are one finding a node', () => {
    const all = fleet(50);
    const half = (name: string): boolean => Number(name.slice(1)) <= 25;
    const paths = asked(probes(all)).map(([from, to]) => {
      const received = half(from) === half(to) ? 3 : 0;
      const small = received > 0 ? null : false;
      return { from, to, payload: 1472, sent: 3, received, small, device: 'eth1' };
    });
    const findings = underlayPath.judgePaths?.({}, { ...all, paths }) ?? [];
    expect(findings).toHaveLength(50);
    expect(new Set(findings.map(({ problem }) => problem.kind))).toEqual(
      new Set(['path-isolated']),
    );
  });
});
