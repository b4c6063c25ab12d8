import { execFile } from 'node:child_process';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';

const run = promisify(execFile);

/**
 * Packs a tree, with the built program and the bench in it, for a kernel that has no disk. The bench
 * is one file, beside the scripts of the lab that it starts: the guest needs no npm packages.
 */
export async function packImage(
  tree: string,
  folder: string,
  signal: AbortSignal,
): Promise<string> {
  const inside = join(folder, 'files', 'mcreconcile');
  await mkdir(inside, { recursive: true });
  for (const path of ['dist', 'playbooks', 'test/lab']) {
    await cp(path, join(inside, path), { recursive: true });
  }
  await bundleBench(join(inside, 'test/lab/cutover.mjs'));
  await cp('bench/kernel/init.sh', join(folder, 'files', 'init'));
  const image = join(folder, 'image');
  await run('sh', ['-euc', pack, 'sh', tree, join(folder, 'files'), image], { signal });
  return image;
}

/** Two archives in a row are one to the kernel. The tree's kernel and what it boots from stay outside. */
const pack = `archive() {
  cd "$1"
  find . -xdev -path ./boot -prune -o -print0 | cpio --quiet --null -o -H newc
}
(archive "$1") >"$3"
(archive "$2") >>"$3"`;

async function bundleBench(outfile: string): Promise<void> {
  await build({
    entryPoints: ['bench/cutover.ts'],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // What CommonJS packages expect to find.
    banner: {
      js: `import { createRequire as of } from 'node:module'; const require = of(import.meta.url);`,
    },
    logLevel: 'warning',
  });
}
