import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { hazards } from '../../e2e/hazards/cases.ts';
import { measured } from '../../e2e/hazards/judge.ts';
import type { Hazard } from '../../e2e/hazards/hazard.ts';

const file = new URL('../../../docs/hazards.md', import.meta.url);

function table(outcome: Hazard['outcome']): string {
  const rows = hazards.filter((hazard) => hazard.outcome === outcome);
  const lines = rows.map(({ name, alone, sees }) => {
    const does = alone.map(({ says }) => says).join('; ');
    return `| ${[name, does, sees].map(cell).join(' | ')} |`;
  });
  const head = '| hazard | what OVN does on its own | what mcreconcile says |';
  return [head, '|---|---|---|', ...lines].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

const document = `# Hazards of a move, and what is said of them

Every row is an end-to-end test on the lab, three nodes with OVN (\`test/e2e/hazards\`). It makes the situation,
most often at micro02, and shows two things. The second column is what is seen where somebody sets the values
with \`ovs-vsctl\`, measured with OVN ${measured} of Debian 12 and the userspace datapath of the lab. The third is
the text of \`plan\` and of \`apply\` in the same situation; \`…\` stands for what differs from case to case.

"All is green" means that \`ovn-appctl -t ovn-controller connection-status\` is \`connected\` on every node,
\`ovn-nbctl --wait=hv sync\` returns 0, and no tunnel has an \`error\` in its Interface.

## Refused

Exit 1, and nothing is written to any node. \`--allow RULE\` overrides one rule by its name, and no other (a test,
too); that ovs-vswitchd does not answer is no rule, and cannot be overridden.

${table('refused')}

## Warned of

The fleet moves, exit 0, and its workloads hear each other.

${table('warned')}
`;

// UPDATE_GOLDEN=1 writes the page anew from the tests' own tables.
test('docs/hazards.md says what the tests show', () => {
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, document);
  expect(readFileSync(file, 'utf8')).toBe(document);
});
