import { join } from 'node:path';
import type { Scene } from './fault.ts';
import { launch } from './program.ts';

/** Two more runs while the first one is in the middle: both are refused, and change nothing. */
export async function secondRun({ inventory, state }: Scene): Promise<void> {
  const args = ['apply', inventory, '-o', 'json'];
  for (const own of [state, join(state, 'of-another-controller')]) {
    const { exit, stdout } = await launch({ args, state: own }).ending;
    if (exit !== 6) throw new Error(`a second run was let in: ${exit}\n${stdout}`);
  }
}
