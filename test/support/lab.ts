import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe } from 'vitest';
import { labObstacle } from '../lab/obstacle.ts';
import type { Lab } from '../lab/lab.ts';

const obstacle = labObstacle();
if (obstacle !== null) process.stderr.write(`Tests on the lab are skipped. ${obstacle}\n`);

/** Tests on the lab; skipped, loudly, only where no lab can run. */
export const describeLab = describe.skipIf(obstacle !== null);

/** Everything that the databases of the lab hold, byte for byte. */
export function databases(lab: Lab): Promise<readonly string[]> {
  return Promise.all(lab.nodes.map((node) => node.database()));
}

/** The lab's inventory with one text replaced, in a file of its own beside it. */
export async function inventoryWith(lab: Lab, from: string, to: string): Promise<string> {
  const text = await readFile(lab.inventory, 'utf8');
  if (!text.includes(from)) throw new Error(`the inventory does not hold ${from}`);
  const file = join(lab.dir, `changed-${Math.random().toString(36).slice(2)}.yaml`);
  await writeFile(file, text.replace(from, to));
  return file;
}
