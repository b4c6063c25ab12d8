import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Fault } from '../../chaos/fault.ts';
import { faults } from '../../chaos/faults.ts';

const file = new URL('../../../docs/survived.md', import.meta.url);

const ends: Readonly<Record<Fault['ends'], string>> = {
  old: 'as before',
  new: 'moved',
  either: 'as before, or moved',
  mixed: 'some of each: it carries traffic, and the next run repairs it',
  frozen: 'as before, but for that node, which stands still until the next `apply` moves all',
};

function row(name: string): string {
  const own = faults.filter((fault) => fault.name === name);
  const moments = own.map(({ at }) => when(at));
  const exits = [...new Set(own.flatMap(({ exit }) => exit.map((code) => code ?? 'killed')))];
  const left = [...new Set(own.map((fault) => ends[fault.ends]))];
  return `| ${[name, moments.join(', '), left.join('; '), exits.join(', ')].join(' | ')} |`;
}

function when(at: Fault['at']): string {
  if (at === null) return 'as it says';
  return at === 'random' ? 'any time' : at;
}

const document = `# What a run survives

A run of \`apply\` meets each of these faults on the lab: three nodes with real sshd, OVS and OVN, and workloads that
talk to each other and, through an HA gateway, to a host outside. \`npm test\` makes every fault once. \`npm run chaos\`
makes every fault at every moment, as often as you want: it prints the number of runs and the number of survived runs,
and ends with exit code 1 if these differ.

\`\`\`sh
npm run chaos                                     # every fault at every moment, once
npm run chaos -- --rounds 20 --only SIGINT        # those with this text in their name
npm run chaos -- --only 'any time' --seed 4711    # the same moment again
npm run chaos -- --root /var/tmp/trixie           # with the OVN of another Debian: docs/lab.md
\`\`\`

A moment is a line of the journal: the program stops after that line while the fault strikes. \`begin\` comes before
the timers are armed, \`disarm\` before the first timer ends, and each stage before its first write. So the
ovn-controllers stand still from \`southbound\` on, the southbound database has been written at \`move\`, and all nodes
have been written at \`thaw\`. A run is survived if, within the confirm timeout and some seconds,

- every live node is as before, or every live node is moved; a crash during the disarming may leave some of each;
- no node stands still (has no \`ovn-encap-type\`), and no node stood still for longer than the confirm timeout or
  30 s, whichever is less, plus some seconds;
- all three kinds of traffic flow: workloads hear each other, workloads and the host outside hear each other, and
  floods reach all workloads;
- no timer, process, file or cutover key of mcreconcile is left on the nodes;
- the exit code and the report are those of the table, and the journal shows how far the run came;
- the next run reports a run that died.

| fault | strikes at | the fleet is then | exit |
|---|---|---|---|
${[...new Set(faults.map(({ name }) => name))].map(row).join('\n')}

If a node is off, the others are as before. A value that somebody else writes into one of our keys stays.

A node that reboots while it stands still loses its revert timer, which lives in memory. It stands still until the next
\`apply\` lets it go on; its workloads are cut off until then. \`check\` shows that its \`ovn-encap-type\` is missing.
`;

// UPDATE_GOLDEN=1 writes the page anew from the table of the suite.
test('docs/survived.md says what the suite shows', () => {
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, document);
  expect(readFileSync(file, 'utf8')).toBe(document);
});
