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

const document = `# What is survived

A run of \`apply\` meets each of these faults on the lab: three nodes with real sshd, OVS and OVN, with
workloads that talk to each other and, through an HA gateway, to a host outside. \`npm test\` has every fault once, \`npm run chaos\` at every moment, and as
often as it is told to: it prints how many runs there were and how many of them were survived, and ends with
exit code 1 if one was not.

\`\`\`sh
npm run chaos                                     # every fault at every moment, once
npm run chaos -- --rounds 20 --only SIGINT        # those with this text in their name
npm run chaos -- --only 'any time' --seed 4711    # the same moment again
npm run chaos -- --root /var/tmp/trixie           # with the OVN of another Debian: docs/lab.md
\`\`\`

A moment is the line of the journal after which the program is stopped while the fault strikes: \`begin\` is
before the timers are armed, \`disarm\` before the first timer is ended, and the stages are before their first
write. So the ovn-controllers stand still from \`southbound\` on, the southbound database is written at \`move\`,
and all nodes are at \`thaw\`. Survived is a run after which, within the confirm timeout and some seconds,

- every node that lives is as before, or every one is moved; a crash in the middle of the disarming may leave
  some of each;
- no node stands still (has no \`ovn-encap-type\`), and none did for longer than the confirm timeout or 30 s,
  whichever is less, but for seconds;
- all three kinds of traffic flow: workloads hear each other, they and the host outside hear each other, and
  what is flooded reaches everybody;
- no timer, process, file or cutover key of ours is left on them;
- the exit code and the report are those of the table, and the journal tells how far the run came;
- the next run says so of one that died.

| fault | strikes at | the fleet is then | exit |
|---|---|---|---|
${[...new Set(faults.map(({ name }) => name))].map(row).join('\n')}

Where a node is off, the others are as before. What somebody else writes in our keys stays as it is.

A node that reboots while it stands still loses its revert timer with its memory. It stands still until the next
\`apply\`, which lets it go on: its workloads are cut off until then. \`check\` shows its \`ovn-encap-type\` as missing.
`;

// UPDATE_GOLDEN=1 writes the page anew from the table of the suite.
test('docs/survived.md says what the suite shows', () => {
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, document);
  expect(readFileSync(file, 'utf8')).toBe(document);
});
