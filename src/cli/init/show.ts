import { shellWords } from '../../model/shell.ts';
import { escapeControl } from '../../reporters/escape.ts';
import type { Candidate } from '../../setup/candidate.ts';
import { bare } from '../../setup/candidates.ts';
import { optionWords } from '../options.ts';
import { type InitRequest, say, type Written } from './request.ts';

/** MicroCloud's words for what was chosen. */
export function sayUsing(chosen: readonly Candidate[], request: InitRequest): void {
  const lines = chosen.map(
    (candidate) => `Using ${bare(candidate)} on ${candidate.node} for OVN underlay traffic`,
  );
  say(request, lines.map(escapeControl));
}

/** What was written, and what to type next. */
export async function sayWritten({ file, choice, report }: Written, request: InitRequest) {
  const { add, apply } = request.options;
  if (choice.length > 0) {
    const { table } = await import('../../reporters/table.ts');
    say(request, ['', ...table([heads, ...choice.map(rowOf)])]);
  }
  const words = [file, ...(add === undefined ? [] : optionWords(request.options))];
  const count = report.nodes.length;
  const next = ['plan', 'apply'].map((verb) => `mcreconcile ${shellWords([verb, ...words])}`);
  say(request, [
    '',
    escapeControl(`${file} is written: ${count === 1 ? '1 node' : `${count} nodes`}.`),
    ...(apply === true ? [] : [`To look: ${escapeControl(next[0] ?? '')}`]),
    ...(apply === true ? [] : [`To converge: ${escapeControl(next[1] ?? '')}`]),
  ]);
}

/** MicroCloud's. */
const heads = ['LOCATION', 'IFACE', 'TYPE', 'IP ADDRESS (CIDR)'];

function rowOf({ node, interface: name, type, address }: Candidate): readonly string[] {
  return [node, name, type, address];
}
