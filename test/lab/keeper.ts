import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { centralName } from './addresses.ts';
import { hostEnvironment } from './environment.ts';
import { isTimeout, LabError } from './error.ts';
import { recordKeeper } from './folder.ts';
import { keeperLog, nodeLogs } from './logs.ts';
import { end, identify, identifyLink, linkGone, type Link, type ProcessId } from './processes.ts';

/** Hosts with OVS; the same with OVN between them; the same with an outside network. */
export type Extent = 'plain' | 'ovn' | 'uplink';

/** One server; three of a cluster; one that asks for certificates. */
export type SouthboundKind = 'tcp' | 'cluster' | 'ssl';

export interface KeeperOptions {
  dir: string;
  names: readonly string[];
  extent: Extent;
  southbound: SouthboundKind;
  root: string;
  detached: boolean;
}

/** The lab's one root process, from the side that starts it. */
export class Keeper {
  readonly #dir: string;
  readonly #names: readonly string[];
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;
  readonly #inits = new Map<string, ProcessId>();
  #self: ProcessId | null = null;
  #link: Link | null = null;

  constructor(options: KeeperOptions) {
    this.#dir = options.dir;
    this.#names = options.extent === 'plain' ? options.names : [...options.names, centralName];
    this.#child = spawnKeeper(options);
    this.#exited = new Promise((resolve) => {
      this.#child.once('exit', resolve).once('error', resolve);
    });
  }

  get self(): ProcessId {
    if (this.#self === null) throw new LabError('The keeper is not up.');
    return this.#self;
  }

  get pid(): number {
    return this.self.pid;
  }

  get link(): string {
    return this.#link?.name ?? '';
  }

  get slot(): number {
    return Number(this.link.replace('mclab', ''));
  }

  initOf(name: string): ProcessId {
    const init = this.#inits.get(name);
    if (init === undefined) throw new LabError(`${name} is not up.`);
    return init;
  }

  /** Returns when every node is up. */
  async ready(signal: AbortSignal): Promise<void> {
    const { stdout } = this.#child;
    if (stdout === null) throw new TypeError('The keeper has no stdout.');
    for await (const line of createInterface({ input: stdout, signal })) {
      this.#hear(line);
      if (this.#inits.size === this.#names.length) return;
    }
    if (signal.aborted) throw this.#late(signal);
    throw new LabError(`The lab's keeper ended.${keeperLog(this.#dir)}`);
  }

  /** Lets this process end; without `stay` the lab ends with it. */
  release({ stay }: { stay: boolean }): void {
    if (stay) this.#child.stdin?.end('stay\n');
    this.#child.stdout?.destroy();
    this.#child.unref();
  }

  async end(): Promise<void> {
    if (this.#self === null) await this.#endUnknown();
    else await end(this.#self);
    if (this.#link !== null) await linkGone(this.#link);
    this.#child.stdin?.destroy();
  }

  #hear(line: string): void {
    const [event, subject = '', pid] = line.split(' ');
    if (event === 'keeper') this.#self = identify(Number(subject));
    if (event === 'slot') this.#claimed(Number(subject));
    if (event === 'failed') throw new LabError(`${subject} failed.${nodeLogs(this.#dir, subject)}`);
    const init = event === 'up' ? identify(Number(pid)) : null;
    if (init !== null) this.#inits.set(subject, init);
  }

  #claimed(slot: number): void {
    this.#link = identifyLink(`mclab${slot}`);
    if (this.#self !== null) recordKeeper(this.#dir, this.#self, this.#link);
  }

  #late(signal: AbortSignal): unknown {
    const missing = this.#names.filter((name) => !this.#inits.has(name));
    if (!isTimeout(signal)) return signal.reason;
    const first = missing[0] ?? '';
    return new LabError(`Not up in time: ${missing.join(', ')}.${nodeLogs(this.#dir, first)}`);
  }

  async #endUnknown(): Promise<void> {
    this.#child.stdin?.destroy();
    this.#child.kill('SIGKILL');
    await this.#exited;
  }
}

/** A session of its own: Ctrl-C reaches the process that can clean up, not the lab under it. */
function spawnKeeper(options: KeeperOptions): ChildProcess {
  const { dir, names, extent, southbound, root, detached } = options;
  const script = fileURLToPath(new URL('lab.sh', import.meta.url));
  const log = openSync(join(dir, 'keeper.log'), 'w');
  const rootNetwork = openSync('/proc/self/ns/net', 'r');
  const lifeline = detached ? [] : ['setpriv', '--pdeathsig', 'KILL'];
  const unshare = ['unshare', '--net', '--mount', '--uts', '--pid', '--fork', '--kill-child'];
  const what = [dir, root, extent, southbound, ...names];
  const argv = [...lifeline, ...unshare, 'sh', script, ...what];
  try {
    const stdio = ['pipe', 'pipe', log, rootNetwork] as const;
    return spawn('env', argv, {
      env: hostEnvironment,
      cwd: '/',
      detached: true,
      stdio: [...stdio],
    });
  } finally {
    closeSync(log);
    closeSync(rootNetwork);
  }
}
