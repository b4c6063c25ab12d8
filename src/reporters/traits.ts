import type { Command } from '../model/report.ts';

/** What the reports of some commands have, and others have not. */
type Trait =
  /** A plan that could be written as it is: its stages are shown, and rules refuse it. */
  | 'proposes'
  /** Where nothing was written, that is said. */
  | 'writes'
  /** The facts of each node. */
  | 'facts'
  /** Nodes that failed can be tried again by themselves. */
  | 'limits'
  /** What was pinged, without --diff too. */
  | 'paths'
  /** Differences are rolled back, not converged. */
  | 'undoes'
  /** It cannot be tried again once all is rolled back. */
  | 'once'
  /** A file, instead of nodes. */
  | 'file'
  /** Only whether the files are valid. */
  | 'validity';

export function has(command: Command, trait: Trait): boolean {
  return traits[command].includes(trait);
}

const traits: Readonly<Record<Command, readonly Trait[]>> = {
  validate: ['validity'],
  export: [],
  init: ['file'],
  facts: ['facts', 'limits'],
  plan: ['proposes', 'writes', 'paths'],
  apply: ['proposes', 'writes'],
  check: ['limits'],
  confirm: ['once'],
  rollback: ['writes', 'undoes'],
};
