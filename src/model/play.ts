import type { Place } from './inventory.ts';
import type { Strategy } from './plan.ts';

/** One task of a playbook, its arguments already valid against the task's schema. */
export interface PlayTask {
  readonly task: string;
  readonly args: unknown;
  readonly place: Place;
}

/** How endpoints that are in use move; `auto`: in place where that can be. */
export type Cutover = 'auto' | Strategy;

/** The management address, as MicroOVN falls back. */
export type DefaultUnderlay = 'management';

/** A playbook: declarations that together make one plan. */
export interface Play {
  readonly file: string;
  readonly name: string;
  readonly hosts: string;
  /** Where `hosts` is said. */
  readonly hostsPlace: Place;
  readonly cutover: Cutover;
  /** What stands for the underlay where the inventory names none at all. */
  readonly defaultUnderlay?: DefaultUnderlay;
  readonly tasks: readonly PlayTask[];
}
