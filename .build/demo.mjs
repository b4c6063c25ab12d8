// `npm run demo`: installs what is missing, then shows the product on three nodes.
import { labPackages, prepare } from './prepare.mjs';

const obstacle = await prepare({ debian: labPackages });

if (obstacle?.missing.includes('npm packages')) {
  process.stderr.write(`The demo needs ${obstacle.missing.join(', ')}: ${obstacle.command}\n`);
  process.exitCode = 1;
} else {
  if (obstacle !== null) {
    process.stderr.write(
      `For real nodes install ${obstacle.missing.join(', ')}: ${obstacle.command}\n`,
    );
  }
  // Not before: tsx itself is one of the packages.
  const { register } = await import('tsx/esm/api');
  register();
  await import('../test/demo/main.ts');
}
