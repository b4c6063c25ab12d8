import { labPackages, prepare } from './prepare.mjs';

const obstacle = await prepare({ debian: labPackages });

if (obstacle === null) {
  // Not before: tsx itself is one of the packages.
  const { register } = await import('tsx/esm/api');
  register();
  await import('../test/lab/cli.ts');
} else {
  process.stderr.write(`The lab needs ${obstacle.missing.join(', ')}: ${obstacle.command}\n`);
  process.exitCode = 1;
}
