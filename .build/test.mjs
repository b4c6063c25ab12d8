// `npm test`: installs what is missing, then runs everything and counts it.
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testPackages, prepare } from './prepare.mjs';

/** All others read what it makes. */
const generate = 'generate';

/** They run beside the tests, which wait for labs most of their time. */
const checks = ['check:format', 'check:lint', 'check:shell', 'check:types', 'check:dead'];

const obstacle = await prepare({ debian: testPackages });
if (obstacle === null) {
  process.exitCode = await runAll();
} else {
  process.stderr.write(`The tests need ${obstacle.missing.join(', ')}: ${obstacle.command}\n`);
  process.exitCode = 1;
}

async function runAll() {
  const early = await failedOf([generate]);
  const [late, tests] = await Promise.all([failedOf(checks), vitest()]);
  const failed = [...early, ...late];
  const skipsCount = tests.skipped === 0 || (await labIsImpossible()) ? 0 : tests.skipped;
  if (skipsCount > 0)
    process.stderr.write('A lab can run here, so skipped tests count as failed.\n');
  for (const name of failed) process.stderr.write(`Failed: npm run ${name}\n`);
  const passed = tests.passed + [generate, ...checks].length - failed.length;
  const failures = tests.failed + failed.length + skipsCount;
  process.stdout.write(
    `${passed} passed, ${failures} failed, ${tests.skipped - skipsCount} skipped\n`,
  );
  return failures === 0 ? 0 : 1;
}

/**
 * Runs them one after the other.
 * @param {readonly string[]} scripts
 */
async function failedOf(scripts) {
  const failed = [];
  for (const name of scripts) if (!(await npmRun(name))) failed.push(name);
  return failed;
}

/**
 * Prints all at once, so that it does not mix with what the tests print.
 * @param {string} script @returns {Promise<boolean>}
 */
function npmRun(script) {
  return new Promise((resolve) => {
    const args = ['run', '--silent', script];
    execFile('npm', args, { maxBuffer: Infinity }, (error, stdout, stderr) => {
      process.stdout.write(`\n> ${script}\n${stdout}${stderr}`);
      resolve(error === null);
    });
  });
}

/** A run that breaks off, or tests nothing, is a failure even where no test is. */
async function vitest() {
  const folder = mkdtempSync(join(tmpdir(), 'mcreconcile-test-'));
  const file = join(folder, 'results.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const args = ['run', '--config', 'test/vitest.config.ts', ...reporters];
  const child = spawn('node_modules/.bin/vitest', args, { stdio: 'inherit' });
  const status = await new Promise((resolve) => child.once('close', resolve));
  const results = readResults(file);
  rmSync(folder, { recursive: true });
  const { numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped } = results;
  return { passed, skipped, failed: status === 0 || failed > 0 ? failed : 1 };
}

/** @param {string} file */
function readResults(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0 };
  }
}

async function labIsImpossible() {
  const { register } = await import('tsx/esm/api');
  register();
  const { labObstacle } = await import('../test/lab/obstacle.ts');
  return labObstacle() !== null;
}
