import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

const sshdPath = '/usr/sbin/sshd';

/** A private sshd on 127.0.0.1; it dies with the process that started it. */
export interface Sshd {
  readonly port: number;
  readonly user: string;
  /** What it has logged so far, at DEBUG1. */
  log(): string;
  stop(): Promise<void>;
}

export interface SshdOptions {
  /** Folder for its configuration; keys may be shared between servers. */
  readonly dir: string;
  readonly hostKeys: readonly string[];
  readonly authorizedKeys: string;
  /** Further lines of sshd_config. */
  readonly config?: readonly string[];
  /** Files that the server sees in place of this machine's, such as /etc/passwd. */
  readonly files?: Readonly<Record<string, string>>;
}

export async function startSshd(options: SshdOptions): Promise<Sshd> {
  if (!existsSync(sshdPath))
    throw new Error(`these tests need ${sshdPath}: install openssh-server`);
  // The privilege separation folder; systemd makes it where sshd runs as a service.
  if (userInfo().uid === 0) mkdirSync('/run/sshd', { recursive: true });
  const port = await freePort();
  const file = join(options.dir, `sshd-${port}.conf`);
  writeFileSync(file, configuration(options, port));
  // Not on stderr, where the scripts of the sessions would find it.
  const logFile = `${file}.log`;
  const child = spawnMortal(...inPlaceOf(options, [sshdPath, '-D', '-E', logFile, '-f', file]));
  const log = () => (existsSync(logFile) ? readFileSync(logFile, 'utf8') : '');
  const started = () => log().includes('Server listening on');
  await until(started, () => `sshd does not start: ${log()}`);
  return { port, user: userInfo().username, log, stop: () => end(child) };
}

/** The program of another Debian, where one is chosen, and among files of its own. */
function inPlaceOf(
  { dir, files = {} }: SshdOptions,
  argv: readonly [string, ...string[]],
): [string, readonly string[]] {
  const binds = Object.entries(files).map(([path, text], at) => {
    const file = join(dir, `file-${at}-${Math.random().toString(36).slice(2)}`);
    writeFileSync(file, text, { mode: path === '/etc/shadow' ? 0o600 : 0o444 });
    return `touch ${root}${path} && mount --bind ${file} ${root}${path} &&`;
  });
  const shared = ['/tmp', '/dev', '/proc'].map((path) => `mount --rbind ${path} ${root}${path} &&`);
  const [program, ...args] = argv;
  if (binds.length === 0 && root === '') return [program, args];
  const places = [...binds, ...(root === '' ? [] : [`mkdir -p ${root}/run/sshd &&`, ...shared])];
  const enter = root === '' ? '' : `chroot ${root} `;
  return ['unshare', ['-m', 'sh', '-c', `${places.join(' ')} exec ${enter}"$@"`, 'sh', ...argv]];
}

/** Whose sshd it is: LAB_ROOT, as in the lab; empty: this machine's. */
const root = process.env['LAB_ROOT'] ?? '';

/** Makes a key pair with ssh-keygen and answers the private file; the smallest RSA that ssh2 takes is soon made. */
export function makeKey(dir: string, type: string, passphrase = ''): string {
  const file = join(dir, `${type}-${Math.random().toString(36).slice(2)}`);
  const size = type === 'rsa' ? ['-b', '2048'] : [];
  execFileSync('ssh-keygen', ['-q', '-t', type, ...size, '-N', passphrase, '-C', type, '-f', file]);
  return file;
}

/** `type base64` of a key pair's public half. */
export function publicKey(file: string): string {
  return readFileSync(`${file}.pub`, 'utf8').split(' ').slice(0, 2).join(' ');
}

/** `SHA256:…` as ssh-keygen prints it. */
export function fingerprint(file: string): string {
  return String(execFileSync('ssh-keygen', ['-lf', `${file}.pub`])).split(' ')[1] ?? '';
}

/** An ssh-agent in the foreground on a socket of its own, holding these keys. */
export async function startAgent(
  dir: string,
  keys: readonly string[],
): Promise<{ readonly socket: string; stop(): Promise<void> }> {
  const socket = join(dir, `agent-${Math.random().toString(36).slice(2)}`);
  const child = spawnMortal('ssh-agent', ['-D', '-a', socket]);
  const env = { ...process.env, SSH_AUTH_SOCK: socket };
  // Its socket is there before it listens; ssh-add exits with 2 until then.
  await until(
    () => spawnSync('ssh-add', ['-l'], { env, stdio: 'ignore' }).status !== 2,
    () => 'ssh-agent does not start',
  );
  for (const key of keys) execFileSync('ssh-add', ['-q', key], { env });
  return { socket, stop: () => end(child) };
}

/** Waits up to 10 s. */
export async function until(done: () => boolean, complaint: () => string): Promise<void> {
  for (let waited = 0; !done(); waited += 20) {
    if (waited > 10_000) throw new Error(complaint());
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The kernel ends it when this process dies, whatever the cause. */
function spawnMortal(program: string, args: readonly string[]): ChildProcess {
  const mortal = ['--pdeathsig', 'KILL', '--', program, ...args];
  return spawn('setpriv', mortal, { stdio: 'ignore' });
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}

function configuration({ hostKeys, authorizedKeys, config }: SshdOptions, port: number): string {
  return [
    // The first value of a keyword wins, so a test's own lines come first.
    ...(config ?? []),
    `Port ${port}`,
    ...((config ?? []).some((line) => line.startsWith('ListenAddress'))
      ? []
      : ['ListenAddress 127.0.0.1']),
    ...hostKeys.map((file) => `HostKey ${file}`),
    `AuthorizedKeysFile ${authorizedKeys}`,
    'PidFile none',
    'UsePAM no',
    'StrictModes no',
    'PermitRootLogin prohibit-password',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'MaxStartups 200',
    // OpenSSH 9.2 takes 80 ms of a processor for the one that it would choose.
    'KexAlgorithms curve25519-sha256',
    'LogLevel DEBUG1',
    // Since 9.8, logins that fail keep their source away for a while: here all come from one.
    ...(root === '' ? [] : ['PerSourcePenalties no']),
    '',
  ].join('\n');
}

/** The TCP port that a server listens on. */
export function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const port = portOf(server);
      server.close(() => resolve(port));
    });
  });
}
