// `npm run mutants [-- ROOM]`: changes the code of a room bit by bit; its tests must turn red each time.
import { Stryker } from '@stryker-mutator/core';

/** What is changed, and the tests that must notice: none of them needs a lab. */
const rooms = {
  'exit-code': { code: 'cli/exit-code', tests: ['unit/cli/exit-code'] },
  checks: { code: 'checks/**/*', tests: ['unit/checks/**/*'] },
  tasks: { code: 'tasks/**/*', tests: ['unit/tasks/**/*'] },
  ovn: { code: 'ovn/**/*', tests: ['unit/ovn/**/*'] },
  planner: {
    code: 'planner/**/*',
    // Without the laws, which take seconds each time.
    tests: ['unit/planner/!(*laws)'],
  },
  engine: {
    code: 'engine/**/*', // Without the sweeps over all scripts, which take most of the time.
    tests: ['unit/engine/**/*', 'engine/!(*laws|fuzz|demo)'],
  },
};

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !(name in rooms));
if (unknown.length > 0) {
  const known = Object.keys(rooms).join(', ');
  process.stderr.write(`There is no room ${unknown.join(', ')}. Choose of ${known}.\n`);
  process.exitCode = 64;
} else {
  for (const [name, room] of Object.entries(rooms))
    if (chosen.length === 0 || chosen.includes(name)) await mutate(name, room);
}

/** What has not changed since the last time is not tried again.
 * @param {string} name @param {{ code: string, tests: readonly string[] }} room */
async function mutate(name, { code, tests }) {
  process.stdout.write(`\n> ${name}\n`);
  process.env['MUTANTS_TESTS'] = tests.map((each) => `test/${each}.test.ts`).join(' ');
  const stryker = new Stryker({
    configFile: '.stryker.conf.json',
    mutate: [`src/${code}.ts`],
    incrementalFile: `.stryker/${name}.json`,
  });
  await stryker.runMutationTest();
}
