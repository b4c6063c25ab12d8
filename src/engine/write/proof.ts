import type { NodeFacts } from '../../model/facts.ts';
import type { Finding } from '../../problems/problem.ts';
import type { Southbound } from '../../model/southbound.ts';
import type { Still } from './in-place.ts';
import type { Run } from './run.ts';
import { readSouthbound } from '../read/southbound.ts';
import { asRead, rereadAll } from '../read/observe.ts';

/** Compares what stands with what stood before: a move in place leaves ports, BFD and gateways alone. */
export async function proof(run: Run, { seconds, gateways }: Still): Promise<void> {
  const { targets, world, begin } = run;
  const reads = await rereadAll([...targets.values()], run, world.signal);
  const anew = reads.flatMap(({ spec, facts }) =>
    facts.ok ? differences(spec.name, targets.get(spec.name)?.facts, facts.value) : [],
  );
  const what = [...anew, ...gatewaysMoved(gateways, await gatewaysNow(run))];
  const tunnels = begin.stages.flatMap(({ writes }) =>
    writes.flatMap((each) => each.tunnels),
  ).length;
  run.remarks.push(about({ kind: 'stood-still', seconds, tunnels }));
  if (what.length > 0) run.remarks.push(about({ kind: 'made-anew', what }));
}

/** The chassis of each gateway port. */
export type Gateways = Southbound['gateways'];

export async function gatewaysNow({ begin, targets, world }: Run): Promise<Gateways> {
  const moves = begin.stages.flatMap(({ southbound }) => southbound ?? []);
  const remotes = moves.map(({ remote }) => remote);
  const selected = new Set(moves.map(({ via }) => via));
  const nodes = [...targets.values()].map(asRead);
  const terms = { world, signal: world.signal };
  const [now] = await readSouthbound(remotes, { selected }, nodes, terms);
  return now?.gateways ?? new Map();
}

function about(problem: Finding['problem']): Finding {
  return { nodes: [], problem };
}

/** In words, one for each kind of thing. */
function differences(
  name: string,
  before: NodeFacts | undefined,
  { tunnels }: NodeFacts,
): readonly string[] {
  const now = new Map(tunnels.map((tunnel) => [tunnel.port, tunnel]));
  const old = before?.tunnels ?? [];
  const ports = old.filter(({ port, ofport }) => now.get(port)?.ofport !== ofport).length;
  const flapped = old.filter(({ port, bfd }) => {
    const after = now.get(port)?.bfd;
    return bfd !== null && after && after.flaps !== bfd.flaps;
  }).length;
  return [
    ...(ports > 0 ? [`${name} made ${ports} of ${old.length} tunnels anew`] : []),
    ...(flapped > 0 ? [`BFD went down or up in ${flapped} tunnels of ${name}`] : []),
  ];
}

function gatewaysMoved(before: Gateways, now: Gateways): readonly string[] {
  return [...now].flatMap(([port, chassis]) => {
    const was = before.get(port);
    return was === undefined || was === chassis
      ? []
      : [`gateway ${port} went from ${was ?? 'nowhere'} to ${chassis ?? 'nowhere'}`];
  });
}
