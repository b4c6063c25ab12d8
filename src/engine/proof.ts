import type { NodeFacts } from '../model/facts.ts';
import type { Finding } from '../problems/problem.ts';
import { ok } from '../model/result.ts';
import type { Southbound } from '../model/southbound.ts';
import type { Still } from './in-place.ts';
import type { Cut } from './cut.ts';
import { pool } from './pool.ts';
import { readSouthbound } from './southbound.ts';
import { reread } from './verify.ts';

/** Compares what stands with what stood before: a move in place leaves ports, BFD and gateways alone. */
export async function proof(cut: Cut, { seconds, gateways }: Still): Promise<void> {
  const { targets, job, world, plan } = cut;
  const signal = world.signal;
  const reads = await pool([...targets.values()], job.limits.forks, (target) =>
    reread(target, world, signal),
  );
  const anew = reads.flatMap(({ spec, facts }) =>
    facts.ok ? differences(spec.name, cut.targets.get(spec.name)?.facts, facts.value) : [],
  );
  const what = [...anew, ...gatewaysMoved(gateways, await gatewaysNow(cut))];
  const tunnels = plan.stages.flatMap(({ writes }) =>
    writes.flatMap((each) => each.tunnels),
  ).length;
  cut.remarks.push(about({ kind: 'stood-still', seconds, tunnels }));
  if (what.length > 0) cut.remarks.push(about({ kind: 'made-anew', what }));
}

/** The chassis of each gateway port. */
export type Gateways = Southbound['gateways'];

export async function gatewaysNow({ plan, targets, job, world }: Cut): Promise<Gateways> {
  const remotes = plan.stages.flatMap(({ southbound }) => southbound?.remote ?? []);
  const nodes = [...targets.values()].map((target) => ({ ...target, facts: ok(target.facts) }));
  const [now] = await readSouthbound(remotes, job, nodes, { world, signal: world.signal });
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
