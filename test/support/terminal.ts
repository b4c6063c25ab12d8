import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

interface TerminalOptions {
  /** Default: 80 and 24. */
  readonly columns?: number;
  readonly rows?: number;
  /** Beside what every login has. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

const run = promisify(execFile);

/** A terminal without a person: tmux, which draws what a program prints and sends it keys. */
export class Terminal implements AsyncDisposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'mcreconcile-terminal-'));

  static async start(argv: readonly string[], options: TerminalOptions = {}): Promise<Terminal> {
    const terminal = new Terminal();
    const { columns = 80, rows = 24, env = {}, cwd = terminal.#folder } = options;
    const set = Object.entries(env).map(([name, value]) => `${name}=${value}`);
    const shell = ['sh', '-c', thenTell, 'sh', 'env', ...set, ...argv];
    const size = ['-x', String(columns), '-y', String(rows)];
    await terminal.#tmux('new-session', '-d', '-c', cwd, ...size, '--', ...shell);
    return terminal;
  }

  /** What can be seen, without blanks at the ends of lines. */
  async screen(): Promise<string> {
    return this.#tmux('capture-pane', '-p');
  }

  /** The same with the sequences for colours. */
  async colors(): Promise<string> {
    return this.#tmux('capture-pane', '-p', '-e');
  }

  /** Returns the screen once it shows these words. */
  async shows(words: string | RegExp): Promise<string> {
    const deadline = Date.now() + 30_000;
    for (;;) {
      const screen = await this.screen();
      if (typeof words === 'string' ? screen.includes(words) : words.test(screen)) return screen;
      if (Date.now() > deadline) throw new Error(`no ${String(words)} on the screen:\n${screen}`);
      await sleep(50);
    }
  }

  /** By tmux's names: `Enter`, `C-c`, `Down`; anything else is typed. */
  async press(...keys: readonly string[]): Promise<void> {
    await this.#tmux('send-keys', '--', ...keys);
  }

  /** Waits for what each step begins with, and presses its keys; returns the last such screen. */
  async follow(
    ...steps: readonly (readonly [shown: string, ...keys: string[]])[]
  ): Promise<string> {
    let screen = '';
    for (const [shown, ...keys] of steps) {
      screen = await this.shows(shown);
      if (keys.length > 0) await this.press(...keys);
    }
    return screen;
  }

  async resize(columns: number, rows: number): Promise<void> {
    await this.#tmux('resize-window', '-x', String(columns), '-y', String(rows));
  }

  /** The exit code, once the program has ended, and whether it left the terminal as it was. */
  async end(): Promise<{ exit: number; screen: string; restored: boolean }> {
    const screen = await this.shows(told);
    const [, exit, echo] = told.exec(screen) ?? [];
    const cursor = await this.#tmux('display-message', '-p', '#{cursor_flag}');
    return { exit: Number(exit), screen, restored: echo === 'echo' && cursor.trim() === '1' };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#tmux('kill-server');
    rmSync(this.#folder, { recursive: true });
  }

  async #tmux(...args: readonly string[]): Promise<string> {
    const own = ['-u', '-f', '/dev/null', '-S', join(this.#folder, 'socket')];
    return (await run('tmux', [...own, ...args], { env: login })).stdout;
  }
}

const login = {
  PATH: process.env['PATH'] ?? '',
  HOME: '/nonexistent',
  LANG: 'C.UTF-8',
  TERM: 'xterm',
};

/** Who starts a terminal and dies leaves it for a while. */
const thenTell = `"$@"
printf '\\nended with %s, %s\\n' $? "$(stty -a | grep -ow -e '-*echo')"
exec sleep 120`;
const told = /^ended with (\d+), (-?echo)$/m;
