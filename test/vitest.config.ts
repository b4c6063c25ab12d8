import { defineConfig } from 'vitest/config';
import { otherOvn, tree } from '../.build/tree.mjs';
import { LongFirst } from './support/long-first.ts';

/** Many labs share the processors: a test of theirs may take long, and says by itself what is late. */
/** What needs the processors only goes first: beside labs both would starve. */
const first = {
  testTimeout: 300_000,
  hookTimeout: 120_000,
  sequence: { groupOrder: 0 },
  // Each loads all modules, and two keep the processors of a small machine busy.
  maxWorkers: 3,
  // They share nothing that lasts; to load every module anew for each file took a third of the time.
  isolate: false,
};
const labLimits = { testTimeout: 180_000, hookTimeout: 120_000 };

/** What the version of OVN can make a difference to. */
const onEveryOvn = [
  'test/e2e/{hazards,hold}/*.test.ts',
  // Their sshd is of that Debian, too.
  'test/e2e/transports/{auto,contract,host-key,login}.test.ts',
  ...[
    'certificates',
    'cluster',
    'keep-tunnels',
    'in-place',
    'node-contract',
    'nudge',
    'outside',
    'ovn',
    'ovn-contract',
    'path',
    'southbound',
    'swaps',
  ].map((name) => `test/e2e/${name}.test.ts`),
];

const otherOvnToo = {
  test: {
    ...labLimits,
    sequence: { groupOrder: 1 },
    name: `e2e-${otherOvn}`,
    include: onEveryOvn,
    env: { LAB_ROOT: tree },
    globalSetup: ['test/support/build.ts', 'test/support/tree.ts'],
  },
};

const chosenRoot = process.env['LAB_ROOT'] ?? '';

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    // Who waits for a lab leaves the processors to others; more would starve what has seconds to answer.
    maxWorkers: 6,
    sequence: { sequencer: LongFirst },
    projects: [
      { test: { ...first, name: 'unit', include: ['test/unit/**/*.test.ts'] } },
      { test: { ...first, name: 'engine', include: ['test/engine/**/*.test.ts'] } },
      {
        test: {
          ...labLimits,
          sequence: { groupOrder: 1 },
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/support/build.ts'],
        },
      },
      // Who chooses a root means that one.
      ...(chosenRoot === '' ? [otherOvnToo] : []),
    ],
  },
});
