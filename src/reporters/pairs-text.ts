import type { Finding } from '../problems/problem.ts';
import { foldNames } from '../model/fold-names.ts';
import { groupBy } from '../model/group-by.ts';

/** As many entries as a person reads. */
const most = 20;

/** Pairs by the node that most of them share: `micro01 and micro[02-09], micro10 and micro11`. */
export function pairsText(findings: readonly Finding[]): string {
  const entries: string[] = [];
  let left = findings.map(({ nodes }) => nodes);
  while (left.length > 0 && entries.length < most) {
    const star = largestStar(left);
    entries.push(textOf(star));
    left = left.filter((pair) => !star.includes(pair));
  }
  const more = left.length === 0 ? '' : `, and ${left.length} more pairs (all: --output json)`;
  return entries.join(', ') + more;
}

type Pair = Finding['nodes'];

/** The pairs with one node at the same end; which end it is tells the way that fails. */
function largestStar(pairs: readonly Pair[]): readonly Pair[] {
  const ends = pairs.flatMap((pair) => pair.map((node, end) => ({ key: `${end} ${node}`, pair })));
  const stars = [...groupBy(ends, ({ key }) => key).values()];
  const largest = stars.reduce((best, star) => (star.length > best.length ? star : best));
  return largest.map(({ pair }) => pair);
}

function textOf(star: readonly Pair[]): string {
  const ends = [0, 1].map((end) => foldNames([...new Set(star.map((pair) => pair[end] ?? ''))]));
  return ends.join(' and ');
}
