// `npm run chaos`: builds the program, and lets it meet every fault on the lab.
import { labPackages, prepare } from './prepare.mjs';

const obstacle = await prepare({ debian: labPackages });

if (obstacle === null) {
  await import('./bundle.mjs');
  // Not before: tsx itself is one of the packages.
  const { register } = await import('tsx/esm/api');
  register();
  await import('../test/chaos/main.ts');
} else {
  process.stderr.write(`Chaos needs ${obstacle.missing.join(', ')}: ${obstacle.command}\n`);
  process.exitCode = 1;
}
