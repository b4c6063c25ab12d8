import type { PathAnswer } from '../model/plan.ts';
import type { Finding, Problem } from '../problems/problem.ts';
import { brokenPairs, type BrokenPair } from './path-pairs.ts';

/**
 * What speaks against the paths: a node that does not reach most of its peers is one finding, every
 * other pair is one of its own. `nics` are the NICs of the nodes' endpoints.
 */
export function pathFindings(
  answers: readonly PathAnswer[],
  nics: ReadonlyMap<string, string>,
): readonly Finding[] {
  const pairs = brokenPairs(answers);
  const peers = peerCounts(answers);
  return [
    ...(['none', 'one-way', 'small'] as const).flatMap((passes) =>
      findings(
        pairs.filter((pair) => pair.passes === passes),
        peers,
      ),
    ),
    ...wrongNics(answers, nics),
  ];
}

type Counts = ReadonlyMap<string, number>;

/** Of each node, those that it was asked about or that were asked about it. */
function peerCounts(answers: readonly PathAnswer[]): Counts {
  const peers = new Map<string, Set<string>>();
  for (const { from, to } of answers) {
    peers.set(from, (peers.get(from) ?? new Set()).add(to));
    peers.set(to, (peers.get(to) ?? new Set()).add(from));
  }
  return new Map([...peers].map(([node, { size }]) => [node, size]));
}

/** Of pairs that are broken alike. */
function findings(pairs: readonly BrokenPair[], peers: Counts): readonly Finding[] {
  const blamed = blamedFor(pairs, peers);
  const others = pairs.filter(({ nodes }) => !nodes.some((node) => blamed.includes(node)));
  return [
    ...blamed.flatMap((node) => nodeFinding(node, pairs, peers.get(node) ?? 0)),
    ...others.map(pairFinding),
  ];
}

/** First whoever reaches nobody; then, of the pairs that this leaves, whoever fails with most. */
function blamedFor(pairs: readonly BrokenPair[], peers: Counts): readonly string[] {
  const several = [...peers].filter(([node]) => failing(node, pairs) > 1);
  const cut = several.filter(([node, count]) => failing(node, pairs) === count);
  const left = pairs.filter(({ nodes }) => !cut.some(([node]) => nodes.includes(node)));
  return several
    .filter((each) => cut.includes(each) || failing(each[0], left) * 2 > each[1])
    .map(([node]) => node);
}

function failing(node: string, pairs: readonly BrokenPair[]): number {
  return pairs.filter(({ nodes }) => nodes.includes(node)).length;
}

function nodeFinding(node: string, pairs: readonly BrokenPair[], of: number): readonly Finding[] {
  const peers = failing(node, pairs);
  return pairs.slice(0, 1).map(({ passes, payload }) => ({
    nodes: [node],
    problem:
      passes === 'small'
        ? { kind: 'path-mtu', from: node, to: `${peers} of its ${of} peers`, payload, networks: [] }
        : { kind: 'path-isolated', node, peers, of, oneWay: passes === 'one-way' },
  }));
}

function pairFinding({ nodes, passes, payload }: BrokenPair): Finding {
  const [from, to] = nodes;
  return {
    nodes,
    problem:
      passes === 'small'
        ? { kind: 'path-mtu', from, to, payload, networks: [] }
        : { kind: 'path-broken', from, to, payload, oneWay: passes === 'one-way' },
  };
}

/** One finding for all the peers that a node would send to by the same other NIC. */
function wrongNics(
  answers: readonly PathAnswer[],
  nics: ReadonlyMap<string, string>,
): readonly Finding[] {
  const found = new Map<string, WrongNic>();
  for (const { from, to, device } of answers) {
    const expected = nics.get(from);
    if (device === null || expected === undefined || device === expected) continue;
    const key = JSON.stringify([from, device]);
    const others = found.get(key)?.to ?? [];
    found.set(key, { kind: 'path-wrong-nic', from, to: [...others, to], device, expected });
  }
  return [...found.values()].map((problem) => ({ nodes: [problem.from], problem }));
}

type WrongNic = Extract<Problem, { kind: 'path-wrong-nic' }>;
