import type { Inventory } from './inventory.ts';
import type { Plan } from './plan.ts';
import type { Play } from './play.ts';

/** What `plan --out` saves: all that `apply` needs to do just that, and to see that it is stale. */
export interface SavedPlan {
  /** The run that made it. */
  readonly run: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly inventory: Inventory;
  readonly play: Play;
  /** The names of the nodes that may be written. */
  readonly selected: readonly string[];
  /** The rules that were overridden. */
  readonly allow: readonly string[];
  readonly plan: Plan;
}
