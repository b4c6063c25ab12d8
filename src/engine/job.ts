import type { Inventory, NodeSpec } from '../model/inventory.ts';
import type { Plan } from '../model/plan.ts';
import type { Play } from '../model/play.ts';
import type { Outside } from '../planner/outside.ts';
import type { Limits } from './ports.ts';

/** What every run is asked for. */
export interface FactsJob extends Pick<Outside, 'outside'> {
  /** The identity of the run in reports. */
  readonly run: string;
  readonly inventory: Inventory;
  /** Names of the nodes that are judged by `check` and `facts` and written by `apply`. */
  readonly selected: ReadonlySet<string>;
  readonly limits: Limits;
}

/** What a run is asked for that judges nodes by a play. */
export interface CheckJob extends FactsJob {
  readonly play: Play;
  /** Rules that the user overrides, by the kind of their problem. */
  readonly allow: ReadonlySet<string>;
}

/** What a run is asked for that writes, or shows what it would write. */
export interface Job extends CheckJob {
  readonly command: 'plan' | 'apply' | 'rollback';
  readonly confirm: Confirm;
  /** Go on without the nodes that cannot be read. */
  readonly allowPartial: boolean;
  /** A saved plan: the fleet must still call for just that. */
  readonly expected?: Plan;
}

/** How a run makes sure that a fleet is never left in the middle. */
interface Confirm {
  /** Seconds without contact after which a node reverts. */
  readonly seconds: number;
  /** Leave the timers armed at the end, for `confirm`. */
  readonly hold: boolean;
  /** The run that this one rolls back, whose timers it may end; null: none. */
  readonly rollsBack: string | null;
  /** Who runs this, for the other end: `user@host, pid 4711`. */
  readonly owner: string;
}

/** The nodes that a run looks at which writes nothing. */
export function chosen({ inventory, selected }: FactsJob): readonly NodeSpec[] {
  return inventory.nodes.filter(({ name }) => selected.has(name));
}
