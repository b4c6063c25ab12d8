import { resolve } from 'node:path';
import { problemOf } from '../../engine/ports.ts';
import { formOf, inventoryOf } from '../../input/load.ts';
import { invalid } from '../../input/invalid.ts';
import { readText } from '../../input/read-text.ts';
import type { NodeFacts } from '../../model/facts.ts';
import type { Inventory, NodeSpec } from '../../model/inventory.ts';
import type { Finding, Problem } from '../../problems/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { resolveEndpoint } from '../../planner/endpoint.ts';
import { candidatesOf } from '../../setup/candidates.ts';
import { misfits } from '../../setup/choice.ts';
import { type Choice, survey } from './choose.ts';
import { reportOf } from '../report-of.ts';
import { sshOf } from '../connector.ts';
import { type InitRequest, type Step, stopped } from './request.ts';

/** The systems of a MicroCloud preseed; `-` is stdin. */
export async function preseedNodes(
  file: string,
  { options, context }: InitRequest,
): Step<Inventory> {
  const [name, stream] = file === '-' ? ['stdin', context.stdin()] : [file];
  const text = await readText(name, stream);
  if (context.interrupt.aborted) return stopped([problemOf(context.interrupt)]);
  if (!text.ok) return stopped(text.error);
  const form = await formOf(text.value, name);
  if (!form.ok) return stopped(form.error);
  if (form.value !== 'preseed') return stopped([noPreseed(name)]);
  const inventory = await inventoryOf(text.value, name, context);
  if (!inventory.ok) return stopped(inventory.error);
  const ssh = sshOf(options, resolve);
  return ok({ ...inventory.value, nodes: inventory.value.nodes.map((node) => ({ ...node, ssh })) });
}

/** The addresses that the systems are said to have, once each of them is found to have its own. */
export async function preseedUnderlay(
  specs: readonly NodeSpec[],
  request: InitRequest,
): Step<Choice> {
  // All of them or none: the rules of a preseed see to that.
  if (specs.every(({ underlay }) => underlay === false)) return ok(null);
  const surveyed = await survey(specs, request);
  if (!surveyed.ok) return surveyed;
  const factsOf = new Map(surveyed.value.map(({ node, facts }) => [node, facts]));
  const ends = specs.flatMap((spec) => {
    const facts = factsOf.get(spec.name);
    return facts === undefined ? [] : [endOf(spec, facts)];
  });
  const wrong = ends.flatMap((end) => (end.ok ? [] : [end.error]));
  if (wrong.length > 0) return err(reportOf('init', wrong));
  const meant = new Set(ends.flatMap((end) => (end.ok ? [end.value] : [])));
  const candidates = candidatesOf(surveyed.value);
  const chosen = candidates.filter(
    (each) => each.unfit === null && meant.has(`${each.node} ${each.interface} ${each.address}`),
  );
  const nodes = specs.map(({ name }) => name);
  const unfit = misfits(nodes, candidates, chosen);
  return unfit.length === 0 ? ok(chosen) : err(reportOf('init', unfit));
}

/** Node, NIC and address with its prefix length. */
function endOf(spec: NodeSpec, facts: NodeFacts): Result<string, Finding> {
  const end = resolveEndpoint(spec, facts);
  if (!end.ok) return err({ nodes: [spec.name], problem: inWords(end.error) });
  const { nic, address, prefix } = end.value;
  return ok(`${spec.name} ${nic.name} ${address.text}/${prefix}`);
}

/** MicroCloud's words for what it looks at, too. */
function inWords(problem: Problem): Problem {
  const { kind } = problem;
  return kind === 'address-missing' ? { ...problem, kind: 'underlay-ip-absent' } : problem;
}

function noPreseed(file: string): Problem {
  const cause = 'this is no MicroCloud preseed: it has no `systems:`';
  const instead = 'name a preseed; an inventory is named without --preseed';
  return invalid({ file, line: 1, column: 1 }, { cause, instead });
}
