import type { NodeSpec } from '../../model/inventory.ts';
import type { Report } from '../../model/report.ts';
import { resolveEndpoint } from '../../planner/endpoint.ts';
import { shellWords } from '../../remote/shell.ts';
import { count } from '../../reporters/wrap.ts';
import { escapeControl } from '../../reporters/escape.ts';
import type { Candidate } from '../../setup/candidate.ts';
import { bare } from '../../setup/candidates.ts';
import { words } from '../words.ts';
import { type InitRequest, say, type Written } from './request.ts';

/** MicroCloud's words for what was chosen. */
export function sayUsing(chosen: readonly Candidate[], request: InitRequest): void {
  const lines = chosen.map((candidate) => using(bare(candidate), candidate.node));
  say(request, lines.map(escapeControl));
}

/** The same of nodes whose underlay the inventory names already. */
export function sayFound(
  specs: readonly NodeSpec[],
  { nodes }: Report,
  request: InitRequest,
): void {
  const facts = new Map(nodes.map((node) => [node.name, node.facts]));
  const lines = specs.flatMap((spec) => {
    const found = facts.get(spec.name);
    if (!found || spec.underlay === false) return [];
    const endpoint = resolveEndpoint(spec, found);
    return endpoint.ok ? [using(endpoint.value.address.text, spec.name)] : [];
  });
  say(request, lines.map(escapeControl));
}

/** What was written, and what to type next. */
export async function sayWritten(
  { file, choice, report: { nodes } }: Written,
  request: InitRequest,
): Promise<void> {
  const { add, apply } = request.options;
  if (choice.length > 0) {
    const { table } = await import('../../reporters/table.ts');
    const rows = choice.map((each) => [each.node, each.interface, each.type, each.address]);
    say(request, ['', ...table([heads, ...rows])]);
  }
  const isAsked = nodes.some(({ facts }) => facts !== null);
  const contact = isAsked ? '' : ' Nobody was contacted.';
  const done = `${file} is written: ${count(nodes.length, 'node')}.${contact}`;
  say(request, [...(isAsked ? [''] : []), escapeControl(done)]);
  if (apply === true) return;
  const others = add === undefined ? [] : words(request.options);
  const type = (verb: string) =>
    escapeControl(`mcreconcile ${shellWords([verb, file, ...others])}`);
  say(request, [`To look: ${type('plan')}`, `To converge: ${type('apply')}`]);
}

/** MicroCloud's. */
const heads = ['LOCATION', 'IFACE', 'TYPE', 'IP ADDRESS (CIDR)'];

function using(address: string, node: string): string {
  return `Using ${address} on ${node} for OVN underlay traffic`;
}
