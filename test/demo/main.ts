import { labObstacle } from '../lab/obstacle.ts';
import { play } from './play.ts';
import type { Stage } from './stage.ts';

process.exitCode = await main();

async function main(): Promise<number> {
  const stage = await open();
  try {
    return await play(stage, (line) => void process.stdout.write(`${line}\n`));
  } finally {
    await stage.close();
  }
}

async function open(): Promise<Stage> {
  await import('../../.build/bundle.mjs');
  const obstacle = labObstacle();
  if (obstacle === null) return (await import('./lab-stage.ts')).labStage();
  return (await import('./embedded-stage.ts')).embeddedStage(obstacle);
}
