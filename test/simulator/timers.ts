import type { FoundTimer } from '../../src/model/undo.ts';
import { revert } from './revert.ts';
import { valueOf } from './script.ts';
import type { Answer, Tables } from './vsctl.ts';

/** The timer of a modelled node; it fires when a test says so. */
export interface ModelTimer extends FoundTimer {
  /** What its process runs in the end. */
  readonly program: string;
}

/** What of a node a timer is about. */
export interface Timed extends Pick<Tables, 'row' | 'catches'> {
  timer: ModelTimer | null;
}

export function isTimerScript(script: string): boolean {
  return /^action=(arm|extend|disarm)$/m.test(script);
}

/** What the scripts of src/timers print in their one frame. */
export function timerAnswer(node: Timed, script: string): Answer {
  const run = valueOf('run', script);
  const seconds = Number(valueOf('seconds', script));
  const actions: Readonly<Record<string, () => string>> = {
    arm: () => arm(node, run, script),
    extend: () => extend(node, run, seconds),
    disarm: () => disarm(node, run),
  };
  const said = actions[valueOf('action', script)]?.();
  return { exit: 0, stdout: `${said}\n`, stderr: '' };
}

/** The line of the facts script. */
export function timerFound({ timer }: Timed): string {
  if (timer === null) return '';
  const { run, owner, secondsLeft, alive } = timer;
  return `${run} ${secondsLeft} ${alive ? 'alive' : 'dead'} ${owner}\n`;
}

/** The time is over: the node puts back what is ours, and its timer is gone. */
export function fireTimer(node: Timed): void {
  const program = node.timer?.program ?? '';
  revert(node.row, program);
  if (program.includes('del-port mcreconcile')) node.catches = null;
  node.timer = null;
}

function arm(node: Timed, run: string, script: string): string {
  const { timer } = node;
  const other = timer !== null && timer.run !== run;
  if (other && timer.alive) return `locked ${timer.run} ${timer.secondsLeft} ${timer.owner}`;
  if (timer !== null && !other && timer.secondsLeft === 0) return 'fired';
  const owner = valueOf('owner', script);
  const secondsLeft = Number(valueOf('seconds', script));
  node.timer = { run, owner, secondsLeft, alive: true, program: script };
  return other ? `armed ${timer.run}` : 'armed';
}

function extend(node: Timed, run: string, secondsLeft: number): string {
  const { timer } = node;
  if (timer?.run !== run) return 'gone';
  if (timer.secondsLeft === 0) return 'fired';
  if (!timer.alive) return 'gone';
  node.timer = { ...timer, secondsLeft };
  return 'extended';
}

function disarm(node: Timed, run: string): string {
  if (node.timer?.run !== run) return 'gone';
  if (node.timer.secondsLeft === 0) return 'fired';
  node.timer = null;
  return 'disarmed';
}
