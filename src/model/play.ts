import type { Place } from './inventory.ts';

/** One task of a playbook, its arguments already valid against the task's schema. */
export interface PlayTask {
  readonly task: string;
  readonly args: unknown;
  readonly place: Place;
}

/** A playbook: declarations that together make one plan. */
export interface Play {
  readonly file: string;
  readonly name: string;
  readonly hosts: string;
  readonly tasks: readonly PlayTask[];
}
