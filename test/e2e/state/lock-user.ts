// A process that takes a lock again and again, and shouts when it is not alone with it.
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { acquireLock, type Lock } from '../../../src/state/lock.ts';

const [folder = '', name = '', rounds = '0', dies = ''] = process.argv.slice(2);
const marker = join(folder, 'inside');

for (let round = 0; round < Number(rounds); round += 1) {
  const lock = await spin(`${name}-${round}`);
  if (lock.tookOver !== null) {
    console.log('took over');
    // The dead one left it behind.
    await rm(marker, { force: true });
  }
  // Fails where somebody else is inside.
  await writeFile(marker, name, { flag: 'wx' });
  if (dies === 'dies' && round === Number(rounds) - 1) process.kill(process.pid, 'SIGKILL');
  await rm(marker);
  await lock.release();
}

/** Tries without a pause: a race needs both at the same place. */
async function spin(run: string): Promise<Lock> {
  for (;;) {
    const lock = await acquireLock({
      folder,
      inventory: join(folder, 'inventory.yaml'),
      run,
      user: 'root',
      host: 'ops1',
      pid: process.pid,
      waitSeconds: 0,
      signal: new AbortController().signal,
    });
    if (lock.ok) return lock.value;
    if (lock.error.kind !== 'locked') throw new Error(JSON.stringify(lock.error));
  }
}
