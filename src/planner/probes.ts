import type { Endpoint, Fleet, NodeState, PathProbe } from '../model/plan.ts';
import type { Play } from '../model/play.ts';
import { err, ok, type Result } from '../model/result.ts';
import { endpointsOf } from '../ovn/endpoints.ts';
import type { Problem } from '../problems/problem.ts';
import { tasks } from '../tasks/index.ts';

/** What the tasks of the play want to ask the nodes before anything is written. */
export function probes(
  play: Play,
  fleet: Fleet,
  selected: ReadonlySet<string>,
): readonly PathProbe[] {
  const probed = staying(fleet, selected);
  return play.tasks.flatMap(({ task, args }) => tasks[task]?.probe?.(args, probed) ?? []);
}

/** The southbound databases that the tasks of the play want to see, each once. */
export function southboundRemotes(play: Play): readonly string[] {
  const named = play.tasks.flatMap(({ task, args }) => tasks[task]?.southbound?.(args) ?? []);
  return [...new Set(named)];
}

/** The fleet as the probes see it: who is not planned for keeps the endpoint that its database has. */
export function staying(fleet: Fleet, selected: ReadonlySet<string>): Fleet {
  const nodes = fleet.nodes.map((node) =>
    selected.has(node.spec.name) ? node : { ...node, endpoint: current(node) },
  );
  return { ...fleet, nodes };
}

function current({ facts }: NodeState): Result<Endpoint, Problem> {
  const [address = ''] = endpointsOf(facts);
  for (const nic of facts.nics) {
    const held = nic.addresses.find((each) => each.address.text === address);
    if (held !== undefined) return ok({ address: held.address, prefix: held.prefix, nic });
  }
  return err({ kind: 'address-missing', address, found: [] });
}
