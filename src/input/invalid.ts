import { distinct } from '../model/distinct.ts';
import type { Place } from '../model/inventory.ts';
import type { Problem } from '../problems/problem.ts';
import type { Result } from '../model/result.ts';

/** An error in a file that the user wrote. */
export type Invalid = Extract<Problem, { kind: 'invalid-input' }>;

/** What a file says, or all that is wrong with it. */
export type Read<T> = Result<T, readonly Invalid[]>;

/** What is wrong, and what to write instead. */
export interface Advice {
  readonly cause: string;
  readonly instead: string;
}

/** An advice with its place. */
export function invalid(place: Place, { cause, instead }: Advice): Invalid {
  return { kind: 'invalid-input', place, cause, instead };
}

/** In the order of the file; what an alias brings up more than once is said once. */
export function inOrder(problems: readonly Invalid[]): readonly Invalid[] {
  return distinct(problems).toSorted(
    ({ place: a }, { place: b }) => a.line - b.line || a.column - b.column,
  );
}
