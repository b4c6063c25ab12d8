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
const packages = [...labPackages, 'avahi-daemon', 'curl', 'dbus', 'procps', 'python3', 'sudo'];

/** The root of that Debian: what LAB_ROOT is to name. */
export const tree = rootWith(packages);

/**
 * Returns when the tree is there and runs, with these packages beside the others: its root.
 * @param {readonly string[]} more
 */
export function makeTree(more = []) {
  const wanted = [...packages, ...more];
  const root = rootWith(wanted);
  const script = fileURLToPath(new URL('tree.sh', import.meta.url));
  const args = [script, root, suite, otherOvn, ...wanted];
  const { status } = spawnSync('sh', args, { stdio: ['ignore', 2, 2] });
  if (status === 0) return root;
  throw new Error(
    `A Debian with OVN ${otherOvn} could not be made in ${root}: see above. ` +
      `Tests run with another one, too, where LAB_ROOT names its root (docs/lab.md).`,
  );
}

/** @param {readonly string[]} packages */
function rootWith(packages) {
  const key = createHash('sha256')
    .update([suite, ...packages].join(' '))
    .digest('hex');
  return join(cacheFolder(), 'mcreconcile', `${suite}-${key.slice(0, 12)}`);
}

function cacheFolder() {
  const folder = process.env['XDG_CACHE_HOME'] ?? '';
  return folder === '' ? join(homedir(), '.cache') : resolve(folder);
}
