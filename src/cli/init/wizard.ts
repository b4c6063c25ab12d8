import { password, text } from '@clack/prompts';
import type { Questions } from './questions.ts';
import type { Table } from './wizard-layout.ts';
import { chooseRows } from './wizard-table.ts';
import { show, type Terminal } from './wizard-terminal.ts';
import type { FoundHost } from '../../discovery/heard.ts';
import { escapeControl } from '../../reporters/escape.ts';
import type { Candidate } from '../../setup/candidate.ts';

/** Asks at a terminal, in MicroCloud's words where it has them. Ctrl-C, Ctrl-D and signals cancel. */
export function wizard(terminal: Terminal): Questions {
  return {
    member: () => askText(terminal, 'Name a member of the running cluster (empty: search by mDNS)'),
    hosts: (found) => pick(terminal, hostTable(found), found, found),
    underlay: () => askYesNo(terminal, 'Configure dedicated underlay networking?', 'no'),
    choose: (candidates, proposal) =>
      pick(terminal, candidateTable(candidates), candidates, proposal),
    retry: () => askYesNo(terminal, 'Retry selecting underlay network interfaces?', 'yes'),
    overwrite: (file) => askYesNo(terminal, `${file} exists. Overwrite it?`, 'no'),
  };
}

/** What is typed is not shown; null: it was cancelled. */
export function askSecret(terminal: Terminal, question: string): Promise<string | null> {
  const message = escapeControl(question);
  return show(terminal, (drawn) => password({ ...drawn, message, mask: '' }));
}

/** The items whose rows were chosen, in their own order. */
async function pick<Item>(
  terminal: Terminal,
  table: Table,
  items: readonly Item[],
  chosen: readonly Item[],
): Promise<readonly Item[] | null> {
  const before = chosen.map((item) => items.indexOf(item));
  const rows = await chooseRows(terminal, table, before);
  return rows && items.filter((_, at) => rows.includes(at));
}

function hostTable(found: readonly FoundHost[]): Table {
  return {
    title: 'Select the systems to set up:',
    columns: ['NAME', 'ADDRESS'],
    rows: found.map(({ name, address }) => ({ cells: [name, address], unfit: null })),
  };
}

function candidateTable(candidates: readonly Candidate[]): Table {
  return {
    title: 'Select exactly one network interface from each cluster member:',
    columns: ['LOCATION', 'IFACE', 'TYPE', 'IP ADDRESS (CIDR)'],
    rows: candidates.map(({ node, interface: nic, type, address, unfit }) => ({
      cells: [node, nic, type, address],
      unfit,
    })),
  };
}

async function askText(terminal: Terminal, message: string): Promise<string | null> {
  const typed = await show(terminal, (drawn) =>
    text({ ...drawn, message, defaultValue: '', withGuide: false }),
  );
  return typed === null ? null : typed.trim();
}

/** As MicroCloud asks: the word or its first letter, and Enter for the default. */
async function askYesNo(
  terminal: Terminal,
  question: string,
  otherwise: 'yes' | 'no',
): Promise<boolean | null> {
  const message = `${escapeControl(question)} (yes/no) [default=${otherwise}]`;
  const answer = await show(terminal, (drawn) =>
    text({
      ...drawn,
      message,
      defaultValue: otherwise,
      withGuide: false,
      validate: (typed = '') => (typed === '' || meaning(typed) !== null ? undefined : again),
    }),
  );
  return answer === null ? null : meaning(answer);
}

const again = 'Invalid input, try again.';

function meaning(typed: string): boolean | null {
  const word = typed.trim().toLowerCase();
  if (word === 'yes' || word === 'y') return true;
  return word === 'no' || word === 'n' ? false : null;
}
