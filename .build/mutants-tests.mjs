// What vitest runs while a room is changed. Stryker's own `testFiles` would do, but leaves alone what a module does
// when it is loaded: tables of constants seemed to matter to no test.
const chosen = process.env['MUTANTS_TESTS'] ?? 'test/{unit,engine}/**/*.test.ts';

export default {
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: chosen.split(' '),
    testTimeout: 300_000,
  },
};
