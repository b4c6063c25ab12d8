import { carries, type PathAnswer } from '../model/plan.ts';

/** Two nodes between which packets of the size asked for do not pass both ways. */
export interface BrokenPair {
  /** Where only one way fails, that way. */
  readonly nodes: readonly [from: string, to: string];
  readonly payload: number;
  /** What passes all the same: small packets, or a ping from the other side. */
  readonly passes: 'none' | 'small' | 'one-way';
}

export function brokenPairs(answers: readonly PathAnswer[]): readonly BrokenPair[] {
  const byWay = new Map(answers.map((each) => [wayOf(each.from, each.to), each]));
  const told = new Set<PathAnswer | undefined>();
  return answers
    .filter((each) => !carries(each))
    .flatMap((each) => {
      const back = byWay.get(wayOf(each.to, each.from));
      // Of two ways that fail, the first speaks for both.
      if (told.has(back)) return [];
      told.add(each);
      const { from, to, payload } = each;
      return [{ nodes: [from, to], payload, passes: passing(each, back) }] as const;
    });
}

function passing(each: PathAnswer, back: PathAnswer | undefined): BrokenPair['passes'] {
  const ways = [each, back ?? each].filter((way) => !carries(way));
  if (ways.every(({ small }) => small === true)) return 'small';
  return back !== undefined && carries(back) ? 'one-way' : 'none';
}

function wayOf(from: string, to: string): string {
  return JSON.stringify([from, to]);
}
