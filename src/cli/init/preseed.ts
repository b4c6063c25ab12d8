import { problemOf } from '../../engine/ports.ts';
import { formOf, inventoryOf } from '../../input/load.ts';
import { invalid } from '../../input/invalid.ts';
import { readText } from '../../input/read-text.ts';
import type { Inventory, NodeSpec } from '../../model/inventory.ts';
import type { Finding, Problem } from '../../problems/problem.ts';
import type { Report } from '../../model/report.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { resolveEndpoint } from '../../planner/endpoint.ts';
import { candidatesOf, type Surveyed } from '../../setup/candidates.ts';
import { misfits } from '../../setup/choice.ts';
import type { Choice } from './choose.ts';
import { type InitRequest, reportOf, sshOf, stopped } from './request.ts';
import { survey } from './survey.ts';

/** The systems of a MicroCloud preseed; `-` is stdin. */
export async function preseedNodes(
  file: string,
  { options, context }: InitRequest,
): Promise<Result<Inventory, Report>> {
  const [name, stream] = file === '-' ? ['stdin', context.stdin()] : [file];
  const text = await readText(name, stream);
  if (context.interrupt.aborted) return stopped([problemOf(context.interrupt)]);
  if (!text.ok) return stopped(text.error);
  const form = await formOf(text.value, name);
  if (!form.ok) return stopped(form.error);
  if (form.value !== 'preseed') return stopped([noPreseed(name)]);
  const inventory = await inventoryOf(text.value, name, context);
  if (!inventory.ok) return stopped(inventory.error);
  const ssh = sshOf(options);
  return ok({ ...inventory.value, nodes: inventory.value.nodes.map((node) => ({ ...node, ssh })) });
}

/** The addresses that the systems are said to have, once each of them is found to have its own. */
export async function preseedUnderlay(
  specs: readonly NodeSpec[],
  request: InitRequest,
): Promise<Result<Choice, Report>> {
  // All of them or none: the rules of a preseed see to that.
  if (specs.every(({ underlay }) => underlay === false)) return ok(null);
  const surveyed = await survey(specs, request);
  if (!surveyed.ok) return surveyed;
  const ends = endsOf(specs, surveyed.value);
  const wrong = ends.flatMap(({ finding }) => finding);
  if (wrong.length > 0) return err(reportOf(wrong));
  const candidates = candidatesOf(surveyed.value);
  const meant = new Set(ends.map(({ node, text }) => `${node} ${text}`));
  const chosen = candidates.filter(
    (each) => each.unfit === null && meant.has(`${each.node} ${each.interface} ${each.address}`),
  );
  const unfit = misfits(
    specs.map(({ name }) => name),
    candidates,
    chosen,
  );
  return unfit.length === 0 ? ok(chosen) : err(reportOf(unfit));
}

interface End {
  readonly node: string;
  /** NIC and address with its prefix length. */
  readonly text: string;
  readonly finding: readonly Finding[];
}

function endsOf(specs: readonly NodeSpec[], surveyed: readonly Surveyed[]): readonly End[] {
  const facts = new Map(surveyed.map(({ node, facts }) => [node, facts]));
  return specs.flatMap((spec): readonly End[] => {
    const found = facts.get(spec.name);
    const end = found && resolveEndpoint(spec, found);
    if (end === undefined) return [];
    const node = spec.name;
    if (!end.ok)
      return [{ node, text: '', finding: [{ nodes: [node], problem: inWords(end.error) }] }];
    const { nic, address, prefix } = end.value;
    return [{ node, text: `${nic.name} ${address.text}/${prefix}`, finding: [] }];
  });
}

/** MicroCloud's words for what it looks at, too. */
function inWords(problem: Problem): Problem {
  const { kind } = problem;
  return kind === 'address-missing' ? { ...problem, kind: 'underlay-ip-absent' } : problem;
}

function noPreseed(file: string): Problem {
  return invalid(
    { file, line: 1, column: 1 },
    {
      cause: 'this is no MicroCloud preseed: it has no `systems:`',
      instead: 'name a preseed; an inventory is named without --preseed',
    },
  );
}
