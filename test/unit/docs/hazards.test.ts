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

const document = `# Hazards of a move, and what mcreconcile says

Every row is an end-to-end test on the lab, three nodes with OVN (\`test/e2e/hazards\`). The test makes the
situation, most often at micro02. The second column shows what happens if somebody sets the values with
\`ovs-vsctl\`, measured with OVN ${measured} of Debian 12 and the userspace datapath of the lab. The third column is
the text of \`plan\` and of \`apply\` in the same situation; \`…\` stands for text that differs from case to case.

"All is green" means that \`ovn-appctl -t ovn-controller connection-status\` is \`connected\` on every node,
\`ovn-nbctl --wait=hv sync\` returns 0, and no tunnel has an \`error\` in its Interface.

Newer versions of OVN differ in some cases, according to their sources:

- From 24.03.7, 25.03.2, 25.09.1 and 26.03.0 on, a node does not keep its old endpoint if another chassis holds its
  new address. If the node has no other endpoint, it deletes its own Chassis row, and its peers drop their tunnels to
  it. The ovn-controller of 26.03 then aborts. This also happens to two nodes that swap addresses, and with the row of
  a removed chassis.
- Up to 24.08 nobody notices an IPv6 endpoint among IPv4 endpoints, because tunnels have no \`local_ip\` unless
  \`ovn-set-local-ip\` is true. In later versions the Interface has an \`error\`: \`same address family\`.
- From 26.03 on, \`ovn-enable-flow-based-tunnels\` makes one port for all peers. No port then shows whether a tunnel
  followed its endpoint: the rule \`flow-based-tunnels\` refuses a move.

mcreconcile also warns of IPsec. Certificates name the chassis and need no change. But UDP 500, UDP 4500 and ESP must
pass on the new underlay, ESP needs room in the MTU, and traffic waits until IKE is done.

## Refused

Exit 1, and no node is written. \`--allow RULE\` overrides one rule by its name, and no other (tested, too). An
ovs-vswitchd that does not answer is not a rule, and nothing overrides it.

${table('refused')}

## Warnings

The fleet moves, exit 0, and its workloads hear each other.

${table('warned')}
`;

// UPDATE_GOLDEN=1 writes the page anew from the tests' own tables.
test('docs/hazards.md says what the tests show', () => {
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, document);
  expect(readFileSync(file, 'utf8')).toBe(document);
});
