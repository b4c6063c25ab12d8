import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { faults } from '../../e2e/faults/cases.ts';
import { signals } from '../../e2e/faults/signal-cases.ts';
import { refusals } from '../../e2e/refusal-cases.ts';

const file = new URL('../../../docs/faults.md', import.meta.url);

function table(rows: readonly (readonly [string, string, number])[]): string {
  const lines = rows.map(([name, sees, exit]) => `| ${name} | ${cell(sees)} | ${exit} |`);
  return ['| what is wrong | what the user sees | exit |', '|---|---|---|', ...lines].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\\x', '\\\\x');
}

const sight: Readonly<Record<(typeof signals)[number]['result'], string>> = {
  interrupted: 'the answers so far; nothing is written',
  'rolled-back': 'the run finishes the writes that have begun, then rolls back every node',
  changed: 'all is written and verified already: the change stays, and the report names the signal',
};
const outside: readonly (readonly [string, string, number])[] = [
  [
    'endpoints would move (`plan`, `apply`)',
    'endpoints would move, and chassis micro03 (…) is not in the inventory: it would be cut off add it with `mcreconcile init --add NAME INVENTORY`; if its machine is gone: `ovn-sbctl chassis-del micro03`; or prove the way to it with --allow chassis-outside',
    1,
  ],
  [
    'all is in sync (`check`, `facts`)',
    'warning: chassis micro03 (…) is not in the inventory … if others run it: name it under `outsiders` in the inventory',
    0,
  ],
  [
    'it does not answer, known or with `--allow chassis-outside`',
    'chassis micro03 (…) is not in the inventory and answers no unfragmented ping from the new endpoints',
    1,
  ],
  [
    'it hears nobody any more (`check`)',
    'BFD is not up to chassis micro03 (…), which is not in the inventory; or: chassis micro03 (…) is not in the inventory, and nothing comes back from it',
    1,
  ],
];

const document = `# What goes wrong, and what it looks like

Every row is an end-to-end test on the lab with real daemons (\`test/e2e/faults\`, \`test/e2e/refusals.test.ts\`).
\`…\` stands for text that differs from case to case. Unless the row says otherwise, one node of three has the
fault, the command is \`apply\`, no node is written, and mcreconcile leaves no process behind.

## Faults of the world

${table(faults.map(({ name, sees, exit }) => [name, sees, exit]))}
| one bad node among 50 | the node, the cause, and the command to try that node again; the 49 other nodes are judged | 4 |

After a fault that strikes after the first write, the controller rolls back every node (exit 8). It leaves alone
a value that somebody else has written meanwhile. If the controller cannot reach a node to roll it back, the report
names that node first (exit 9): the node reverts by its timer.

## Signals

${table(
  signals.map(({ signal, phase, exit, result }) => [
    `${signal} while ${phase}`,
    sight[result],
    exit,
  ]),
)}
| SIGINT, then SIGTERM, with nothing written | nothing more: the program ends at once | 143 |
| a second signal after the first write | nothing more: the program ends at once, and every node reverts when its timer fires | 9 |

## Input and plans that are refused

${table(refusals.map(({ name, says, exit }) => [name, says, exit]))}

## Chassis outside the inventory

Two of three chassis are in the inventory (\`test/e2e/outside.test.ts\`). The report names each outsider once, in
a fleet of any size. A chassis under \`outsiders\` in the inventory appears in the last two rows only.

${table(outside)}
`;

// UPDATE_GOLDEN=1 writes the page anew from the tests' own tables.
test('docs/faults.md says what the tests show', () => {
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, document);
  expect(readFileSync(file, 'utf8')).toBe(document);
});
