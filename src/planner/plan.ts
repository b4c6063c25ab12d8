import { checks } from '../checks/index.ts';
import { distinct } from '../model/distinct.ts';
import type { Fleet, NodePlan, Phase, Plan } from '../model/plan.ts';
import type { Play } from '../model/play.ts';
import type { Finding } from '../problems/problem.ts';
import { tasks } from '../tasks/index.ts';
import { allowing } from './allow.ts';
import { cutover } from './cutover/cutover.ts';
import { lxdAfter } from './lxd-after.ts';
import { mixed } from './mixed.ts';
import { chassisOutside, cutOff, type Outside } from './outside.ts';
import { planNode } from './plan-node.ts';
import { staying } from './probes.ts';
import { snapRefreshes } from './snap-refreshes.ts';

/** What the user wants of a plan. */
export interface Scope extends Outside {
  /** Names of the nodes that are planned for. */
  readonly selected: ReadonlySet<string>;
  /** Rules, by the kind of their problem, that are overridden. */
  readonly allow: ReadonlySet<string>;
  /** `settled` asks the tasks, too, what is missing of what the databases say. */
  readonly phase: Phase;
  /** Go on without the nodes that could not be read. */
  readonly allowPartial?: boolean;
}

/**
 * Turns the wish and the facts into changes and problems: the only place where that is decided.
 * Every node is judged; only the selected ones are planned for, in the fleet's order.
 */
export function plan(play: Play, fleet: Fleet, scope: Scope): Plan {
  const { selected, allow, phase } = scope;
  const drafts = fleet.nodes.map((node) => planNode(play, node));
  const chosen = drafts.filter(({ name }) => selected.has(name));
  const allowed = allowing(allow);
  const judged = [
    ...judgements(play, fleet, selected),
    ...(phase === 'settled' ? missing(play, fleet, scope) : []),
    ...checks.flatMap((check) => check(fleet, chosen)),
  ];
  const others = drafts
    .filter(({ name }) => !selected.has(name))
    .map((draft) => withFindings(draft, judged));
  const { strategy, stages, findings: inOrder } = cutover(play, fleet, chosen);
  const parts =
    phase === 'settled'
      ? []
      : [
          ...mixed({ fleet, chosen, others }, scope),
          ...chassisOutside(fleet, chosen, scope),
          ...lxdAfter(play, fleet, chosen, strategy),
          ...snapRefreshes(fleet, stages),
        ];
  const findings = [...judged, ...inOrder, ...parts].map(allowed.finding);
  const nodes = chosen
    .map((draft) => ({ ...draft, problems: draft.problems.map(allowed.problem) }))
    .map((draft) => withFindings(draft, findings));
  return {
    format: 'mcreconcile.plan/1',
    nodes,
    problems: findings.filter((finding) => finding.nodes.length > 1),
    strategy,
    stages,
  };
}

function judgements(play: Play, fleet: Fleet, selected: ReadonlySet<string>): readonly Finding[] {
  const probed = staying(fleet, selected);
  return play.tasks.flatMap(({ task, args }) => [
    ...(tasks[task]?.judge?.(args, fleet) ?? []),
    ...(tasks[task]?.judgePaths?.(args, probed) ?? []),
  ]);
}

/** Tunnels are looked at where a task of the play does. */
function missing(play: Play, fleet: Fleet, scope: Outside): readonly Finding[] {
  return [
    ...play.tasks.flatMap(({ task, args }) => tasks[task]?.settled?.(args, fleet) ?? []),
    ...(patience(play) > 0 ? cutOff(fleet, scope) : []),
  ];
}

/** Seconds that a play waits after a write for what its tasks look at; 0: none looks. */
export function patience(play: Play): number {
  return Math.max(0, ...play.tasks.map(({ task, args }) => tasks[task]?.patience?.(args) ?? 0));
}

function withFindings(draft: NodePlan, findings: readonly Finding[]): NodePlan {
  const own = findings
    .filter(({ nodes }) => nodes.length === 1 && nodes[0] === draft.name)
    .map(({ problem }) => problem);
  // A task and a template may both stumble over the same missing address.
  return { ...draft, problems: distinct([...draft.problems, ...own]) };
}
