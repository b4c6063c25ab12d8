// The Debian whose OVN the tests meet beside this machine's. It is made once, outside the checkout.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { labPackages } from './prepare.mjs';

/** The series of OVN that it holds. */
export const otherOvn = '25.03';

const suite = 'trixie';

/** dbus by name: debootstrap takes no package for what several provide. */
const packages = [...labPackages, 'avahi-daemon', 'curl', 'dbus', 'procps', 'python3'];

const key = createHash('sha256')
  .update([suite, ...packages].join(' '))
  .digest('hex');

/** The root of that Debian: what LAB_ROOT is to name. */
export const tree = join(cacheFolder(), 'mcreconcile', `${suite}-${key.slice(0, 12)}`);

/** Returns when the tree is there and runs. */
export function makeTree() {
  const script = fileURLToPath(new URL('tree.sh', import.meta.url));
  const args = [script, tree, suite, otherOvn, ...packages];
  const { status } = spawnSync('sh', args, { stdio: ['ignore', 2, 2] });
  if (status === 0) return;
  throw new Error(
    `The tests need OVN ${otherOvn} too, and ${tree} could not be made: see above. ` +
      `Or set LAB_ROOT to the root of a Debian with another OVN (docs/lab.md).`,
  );
}

function cacheFolder() {
  const folder = process.env['XDG_CACHE_HOME'] ?? '';
  return folder === '' ? join(homedir(), '.cache') : resolve(folder);
}
