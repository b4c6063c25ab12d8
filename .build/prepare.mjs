// Runs before `npm ci`, so it may import nothing but Node's own modules.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What the lab needs of Debian. */
export const labPackages = [
  'ethtool',
  'fping',
  'iproute2',
  'iputils-ping',
  'nftables',
  'openssh-client',
  'openssh-server',
  'openvswitch-switch',
  'ovn-central',
  'ovn-host',
  'tcpdump',
  'util-linux',
];

/** What the tests need beside it: the reader of inventories that ours is compared with, who announces
 * hosts, what asks MicroOVN, a terminal without a person, a reader of shell scripts, what makes another Debian, and
 * readers of our outputs that are not ours. */
export const testPackages = [
  ...labPackages,
  'ansible-core',
  'avahi-daemon',
  'curl',
  'debootstrap',
  'fish',
  'jq',
  'krb5-admin-server',
  'krb5-kdc',
  'krb5-user',
  'libmonitoring-plugin-perl',
  'libxml2-utils',
  'opendoas',
  'prometheus',
  'python3',
  'python3-junitparser',
  'shellcheck',
  'sudo',
  'tcsh',
  'tmux',
];

/** @typedef {{ missing: string[], command: string }} Obstacle What a person has to install. */

/**
 * Makes node_modules what package-lock.json says, and installs missing Debian packages where it may.
 * @param {{ debian: string[] }} needs
 * @returns {Promise<Obstacle | null>}
 */
export async function prepare({ debian }) {
  if (!(await installModules())) return { missing: ['npm packages'], command: 'npm ci' };
  const missing = missingPackages(debian);
  return missing.length === 0 ? null : installPackages(missing);
}

const root = new URL('../', import.meta.url);
const stamp = new URL('node_modules/.lock-hash', root);

async function installModules() {
  const lock = read(new URL('package-lock.json', root));
  const wanted = createHash('sha256').update(lock).digest('hex');
  if (read(stamp) === wanted) return true;
  say('Installing packages with npm ci.');
  if ((await run('npm', ['ci'])) !== 0) return false;
  writeFileSync(stamp, wanted);
  return true;
}

/**
 * Elsewhere than on Debian nothing is known to be missing; the lab itself says what it lacks.
 * @param {string[]} wanted
 */
function missingPackages(wanted) {
  const format = '${Package} ${db:Status-Status}\n';
  const query = spawnSync('dpkg-query', ['-W', '-f', format, ...wanted], { encoding: 'utf8' });
  if (query.error !== undefined) return [];
  const lines = new Set(query.stdout.split('\n'));
  return wanted.filter((name) => !lines.has(`${name} installed`));
}

/** @param {string[]} missing @returns {Promise<Obstacle | null>} */
async function installPackages(missing) {
  const install = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  const sudo = rootPrefix();
  if (sudo === null) return { missing, command: `sudo ${install}` };
  say(`Installing Debian packages: ${missing.join(' ')}.`);
  const status = await run('env', [...sudo, 'sh', '-c', script, 'install', ...missing]);
  return status === 0 ? null : { missing, command: install };
}

/** How to become root without a question; null if there is no way, or no apt-get. */
function rootPrefix() {
  if (spawnSync('apt-get', ['--version']).status !== 0) return null;
  if (process.getuid?.() === 0) return [];
  return spawnSync('sudo', ['-n', 'true']).status === 0 ? ['sudo', '-n'] : null;
}

// Debian asks policy-rc.d before it starts a service. This one takes itself away when its maker
// could not: a host that never starts a service again would be a bad surprise.
const script = `
set -eu
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ] && [ ! -L "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  cat >"$policy" <<POLICY
#!/bin/sh
# No service starts while mcreconcile (process $$) installs what its tests need.
[ -d /proc/$$ ] && exit 101
rm -f "$policy"
exit 0
POLICY
  chmod 755 "$policy"
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update
apt-get install -y --no-install-recommends "$@"
`;

/**
 * Waits for a command whatever signal comes, so that it can clean up; its output goes to stderr.
 * @param {string} command @param {string[]} args @returns {Promise<number>}
 */
async function run(command, args) {
  const child = spawn(command, args, { cwd: fileURLToPath(root), stdio: ['ignore', 2, 2] });
  /** @type {NodeJS.Signals | null} */
  let interrupted = null;
  /** @param {NodeJS.Signals} signal */
  const pass = (signal) => void (child.kill(signal), (interrupted = signal));
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  for (const signal of signals) process.on(signal, pass);
  /** @type {number} */
  const status = await new Promise((resolve) => {
    // A signal that sudo may not be sent is an error too, but not the command's end.
    child.on('error', () => child.pid ?? resolve(127)).once('close', (code) => resolve(code ?? 1));
  });
  for (const signal of signals) process.off(signal, pass);
  if (interrupted !== null) process.kill(process.pid, interrupted);
  return status;
}

/** @param {URL} path */
function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** @param {string} line */
function say(line) {
  process.stderr.write(`${line}\n`);
}
