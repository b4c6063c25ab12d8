import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { LabError } from './error.ts';

/** A command that goes on in the lab; it is interrupted when its stdin ends. */
export class Running {
  readonly #place: string;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #closed: Promise<unknown>;
  #stdout = '';
  #stderr = '';

  constructor(place: string, child: ChildProcessWithoutNullStreams) {
    this.#place = place;
    this.#child = child;
    this.#closed = new Promise((resolve) => {
      child.once('close', resolve).once('error', resolve);
    });
    child.stdout.setEncoding('utf8').on('data', (more: string) => (this.#stdout += more));
    child.stderr.setEncoding('utf8').on('data', (more: string) => (this.#stderr += more));
    // The place may end before the command is told to.
    child.stdin.on('error', () => {});
  }

  /** Returns when the command has printed this. */
  async says(words: string): Promise<void> {
    const deadline = Date.now() + 10_000;
    while (!this.#stdout.includes(words) && !this.#stderr.includes(words)) {
      if (Date.now() > deadline || this.#child.exitCode !== null) throw this.#silent(words);
      await sleep(5);
    }
  }

  /** Interrupts the command, as Ctrl-C does, and gives what it has printed to its very end. */
  async stop(): Promise<{ stdout: string; stderr: string }> {
    this.#child.stdin.end();
    await this.#closed;
    return { stdout: this.#stdout, stderr: this.#stderr };
  }

  #silent(words: string): LabError {
    const command = this.#child.spawnargs.join(' ');
    return new LabError(`${this.#place}: no "${words}" from: ${command}\n${this.#stderr}`);
  }
}
