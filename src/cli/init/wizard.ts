import type { Candidate } from '../../setup/candidate.ts';
import type { FoundHost } from '../../discovery/heard.ts';
import type { Questions } from './questions.ts';
import { chooseRows, type Table } from './wizard-table.ts';
import type { Terminal } from './wizard-terminal.ts';
import { askYesNo } from './wizard-yes-no.ts';

/** Asks at a terminal, in MicroCloud's words where it has them. Ctrl-C, Ctrl-D and signals cancel. */
export function wizard(terminal: Terminal): Questions {
  return {
    hosts: (found) => pick(terminal, hostTable(found), found, found),
    underlay: () => askYesNo(terminal, 'Configure dedicated underlay networking?', 'no'),
    choose: (candidates, proposal) =>
      pick(terminal, candidateTable(candidates), candidates, proposal),
    retry: () => askYesNo(terminal, 'Retry selecting underlay network interfaces?', 'yes'),
    overwrite: (file) => askYesNo(terminal, `${file} exists. Overwrite it?`, 'no'),
  };
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
