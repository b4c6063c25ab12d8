import { describe, expect, test } from 'vitest';
import type { PathAnswer } from '../../../src/model/plan.ts';
import { pathFindings } from '../../../src/tasks/path-findings.ts';
import { brokenPairs } from '../../../src/tasks/path-pairs.ts';

/** What comes back over the ways that are not good, such as `1>2`: nothing at all, or small packets. */
type Faults = Readonly<Record<string, 'nothing' | 'small'>>;

/** So many nodes, each asked about every other. */
function mesh(size: number, faults: Faults): readonly PathAnswer[] {
  const numbers = Array.from({ length: size }, (_, at) => at + 1);
  return numbers.flatMap((from) =>
    numbers.filter((to) => to !== from).map((to) => answer(from, to, faults[`${from}>${to}`])),
  );
}

function answer(from: number, to: number, fault?: 'nothing' | 'small'): PathAnswer {
  const back = fault === undefined ? { received: 1, small: null } : { received: 0 };
  const small = fault === undefined ? null : fault === 'small';
  const ways = { from: `n${from}`, to: `n${to}`, payload: 1472, sent: 3, device: 'eth1' };
  return { ...ways, ...back, small };
}

/** Node n hears nothing of so many others, nor they of it. */
function cut(n: number, ...others: readonly number[]): Faults {
  const ways = others.flatMap((other) => [`${n}>${other}`, `${other}>${n}`]);
  return Object.fromEntries(ways.map((way) => [way, 'nothing']));
}

function found(answers: readonly PathAnswer[]) {
  return pathFindings(answers, new Map()).map(({ nodes, problem }) => ({ ...problem, nodes }));
}

const broken = { kind: 'path-broken', from: 'n1', to: 'n2', payload: 1472, nodes: ['n1', 'n2'] };
const small = { ...broken, kind: 'path-mtu', networks: [] };

describe('between two of three nodes', () => {
  test.each([
    ['all passes', {}, []],
    ['nothing passes', cut(1, 2), [{ ...broken, oneWay: false }]],
    ['one way passes', { '1>2': 'nothing' }, [{ ...broken, oneWay: true }]],
    [
      'the other way passes',
      { '2>1': 'nothing' },
      [{ ...broken, from: 'n2', to: 'n1', nodes: ['n2', 'n1'], oneWay: true }],
    ],
    ['small packets pass', { '1>2': 'small', '2>1': 'small' }, [small]],
    ['small packets pass one way', { '1>2': 'small' }, [small]],
    [
      'small packets pass one way, and nothing the other',
      { '1>2': 'small', '2>1': 'nothing' },
      [{ ...broken, oneWay: false }],
    ],
  ] as const)('%s', (_name, faults, findings) => {
    expect(found(mesh(3, faults))).toEqual(findings);
  });

  test('nothing passes, and the other way was not asked about', () => {
    expect(found([answer(1, 2, 'nothing')])).toEqual([{ ...broken, oneWay: false }]);
  });
});

describe('a node', () => {
  const isolated = { kind: 'path-isolated', node: 'n1', nodes: ['n1'], oneWay: false };

  test('that reaches none, or most not, is one finding', () => {
    expect(found(mesh(4, cut(1, 2, 3, 4)))).toEqual([{ ...isolated, peers: 3, of: 3 }]);
    expect(found(mesh(4, cut(1, 2, 3)))).toEqual([{ ...isolated, peers: 2, of: 3 }]);
  });

  test('that does not reach half of its peers is a finding each', () => {
    expect(found(mesh(5, cut(1, 2, 3))).map(({ kind, nodes }) => [kind, ...nodes])).toEqual([
      ['path-broken', 'n1', 'n2'],
      ['path-broken', 'n1', 'n3'],
    ]);
  });

  test('is not blamed for those that are cut off, nor for what others lack beside it', () => {
    const both = { ...cut(1, 2, 3, 4), ...cut(2, 1, 3, 4) };
    expect(found(mesh(4, both)).map(({ nodes }) => nodes)).toEqual([['n1'], ['n2']]);
    const beside = { ...cut(1, 2, 3, 4, 5), ...cut(2, 3) };
    expect(found(mesh(5, beside)).map(({ nodes }) => nodes)).toEqual([['n1'], ['n2', 'n3']]);
  });

  test('that gets answers, but gives none', () => {
    const faults = { '2>1': 'nothing', '3>1': 'nothing' } as const;
    expect(found(mesh(3, faults))).toEqual([{ ...isolated, peers: 2, of: 2, oneWay: true }]);
  });

  test('that small packets reach', () => {
    const faults = { '1>2': 'small', '1>3': 'small' } as const;
    const to = '2 of its 2 peers';
    expect(found(mesh(3, faults))).toEqual([{ ...small, to, nodes: ['n1'] }]);
  });
});

test('of two ways that fail, the first speaks for both', () => {
  const pair = { nodes: ['n1', 'n2'], payload: 1472, passes: 'none' };
  expect(brokenPairs(mesh(3, cut(1, 2)))).toEqual([pair]);
});

test('the worst is said first', () => {
  const faults = { '1>2': 'small', '3>4': 'nothing', ...cut(5, 6) } as const;
  const said = found(mesh(6, faults)).map(({ kind, nodes }) => [kind, ...nodes]);
  expect(said).toEqual([
    ['path-broken', 'n5', 'n6'],
    ['path-broken', 'n3', 'n4'],
    ['path-mtu', 'n1', 'n2'],
  ]);
});

describe('the NIC that a node would send by', () => {
  const nics = new Map([
    ['n1', 'eth1'],
    ['n2', 'eth1'],
  ]);
  const by = (device: string | null, from: number, to: number) => ({ ...answer(from, to), device });

  test('is another than that of its endpoint: one finding for all peers beyond it', () => {
    const answers = [
      by('eth0', 1, 2),
      by('eth1', 1, 3),
      by('eth0', 1, 4),
      by('eth2', 1, 5),
      by('eth0', 2, 1),
    ];
    const wrong = { kind: 'path-wrong-nic', expected: 'eth1' };
    expect(pathFindings(answers, nics)).toEqual([
      { nodes: ['n1'], problem: { ...wrong, from: 'n1', to: ['n2', 'n4'], device: 'eth0' } },
      { nodes: ['n1'], problem: { ...wrong, from: 'n1', to: ['n5'], device: 'eth2' } },
      { nodes: ['n2'], problem: { ...wrong, from: 'n2', to: ['n1'], device: 'eth0' } },
    ]);
  });

  test('says nothing where there is no route, or where its endpoint’s is not known', () => {
    expect(pathFindings([by(null, 1, 2), by('eth0', 3, 1)], nics)).toEqual([]);
  });
});
