// bench:cutover on the kernel's datapath: in an emulated machine, whose kernel has openvswitch and geneve.
// Usage: npm run bench:kernel [-- OPTION OF bench:cutover…]; takes an hour and more.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepare } from '../.build/prepare.mjs';
import { makeTree } from '../.build/tree.mjs';
import { runGuest } from './kernel/guest.ts';
import { packImage } from './kernel/image.ts';

const onHost = ['cpio', 'debootstrap', 'qemu-system-x86'];

/** The third one by name: debootstrap takes no package for what others provide. */
const inGuest = ['ansible-core', 'linux-image-cloud-amd64', 'nodejs', 'python3-cffi-backend'];

const defaults = ['--nodes', '3', '--runs', '2', '--only', 'in-place,synchronised,once'];

const limitMs = 4 * 3600 * 1000;

const obstacle = await prepare({ debian: onHost });
if (obstacle === null) {
  process.exitCode = await bench([...defaults, ...process.argv.slice(2)]);
} else {
  process.stderr.write(`It needs ${obstacle.missing.join(', ')}: ${obstacle.command}\n`);
  process.exitCode = 1;
}

async function bench(args: readonly string[]): Promise<number> {
  const tree = makeTree(inGuest);
  const signal = giveUp();
  const folder = await mkdtemp(join(tmpdir(), 'mcreconcile-guest-'));
  try {
    const image = await packImage(tree, folder, signal);
    return await runGuest({ kernel: await kernelOf(tree), image, args, folder }, signal);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function kernelOf(tree: string): Promise<string> {
  const boot = join(tree, 'boot');
  const name = (await readdir(boot)).find((file) => file.startsWith('vmlinuz-'));
  if (name === undefined) throw new Error(`${boot} has no kernel.`);
  return join(boot, name);
}

/** When its time is up, or somebody interrupts. */
function giveUp(): AbortSignal {
  const controller = new AbortController();
  const stop = (why: string) => controller.abort(new Error(why));
  setTimeout(stop, limitMs, 'The time is up.').unref();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(name, () => stop(`Interrupted by ${name}.`));
  }
  return controller.signal;
}
