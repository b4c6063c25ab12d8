import type { RunEvent } from '../model/event.ts';
import { foldNames } from '../model/fold-names.ts';
import { count } from '../reporters/wrap.ts';
import type { Stream } from './context.ts';

/** On a terminal a line that is redrawn; elsewhere only what a run is about to write: a log stays clean. */
export async function progress(stderr: Stream) {
  const say = (event: RunEvent): void => {
    if (event.type === 'strategy') stderr.write(`${strategyText(event)}\n`);
  };
  if (!stderr.isTTY) return { event: say, stop: () => undefined };
  const { default: yoctoSpinner } = await import('yocto-spinner');
  const spinner = yoctoSpinner();
  const text = progressText();
  return {
    event: (event: RunEvent): void => {
      if (event.type === 'strategy') {
        spinner.stop();
        return say(event);
      }
      spinner.text = text(event).slice(0, stderr.columns - 4);
      if (!spinner.isSpinning) spinner.start();
    },
    stop: () => void spinner.stop(),
  };
}

/** The user should read this before the first write: `apply` never asks. @internal */
export function strategyText(event: Extract<RunEvent, { type: 'strategy' }>): string {
  const { strategy, endpoints, nodes, stages, seconds } = event;
  const what =
    strategy === 'write'
      ? `writing ${count(nodes, 'node')}`
      : `moving ${count(endpoints, 'endpoint')} ${strategy.replace('-', ' ')}`;
  const limit = `a node without contact reverts after ${seconds} s`;
  return `${what} in ${count(stages, 'stage')}; ${limit}`;
}

/** Counts, and names those that are waited for once they are few. @internal for its test */
export function progressText(): (event: RunEvent) => string {
  let phase = '';
  let total = 0;
  const waiting = new Set<string>();
  return (event) => {
    if (event.type === 'node-done') waiting.delete(event.node);
    else if (event.type === 'phase') {
      [phase, total] = [event.phase, event.nodes.length];
      for (const node of event.nodes) waiting.add(node);
    }
    const named = waiting.size > 0 && waiting.size <= 5 && total > waiting.size;
    const names = named ? `, waiting for ${foldNames([...waiting])}` : '';
    return `${phase} ${total - waiting.size}/${total}${names}`;
  };
}
