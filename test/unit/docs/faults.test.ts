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

const document = `# What goes wrong, and what it looks like

Every row is an end-to-end test on the lab with real daemons (\`test/e2e/faults\`, \`test/e2e/refusals.test.ts\`);
\`…\` stands for what differs from case to case. Unless the row says otherwise, the fault is at one node of
three, the command is \`apply\`, nothing is written to any node, and nothing of ours is left running.

## Faults of the world

${table(faults.map(({ name, sees, exit }) => [name, sees, exit]))}
| one bad node among 50 | the node, its cause, and the command to try it again; 49 others judged | 4 |

Where a fault strikes between plan and write, the other nodes are written and verified; the one node
is named with what it holds.

## Signals

${table(
  signals.map(({ signal, phase, exit, written }) => [
    `${signal} while ${phase}`,
    written
      ? 'the writes that have begun, seen through and verified'
      : 'what was read; nothing is written',
    exit,
  ]),
)}
| a second signal | nothing more: the program ends at once | 130 |

## Input and plans that are refused

${table(refusals.map(({ name, says, exit }) => [name, says, exit]))}
`;

// UPDATE_GOLDEN=1 writes the page anew from the tests' own tables.
test('docs/faults.md says what the tests show', () => {
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, document);
  expect(readFileSync(file, 'utf8')).toBe(document);
});
