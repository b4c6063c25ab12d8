import type { RunEvent } from '../model/event.ts';
import { foldNames } from '../reporters/fold-names.ts';
import type { Stream } from './context.ts';

/** One line that is redrawn while a run goes on. */
export interface Progress {
  readonly event: (event: RunEvent) => void;
  readonly stop: () => void;
}

/** On a terminal a spinner; elsewhere nothing, so that a log or a mail stays clean. */
export async function progress(stderr: Stream): Promise<Progress> {
  if (!stderr.isTTY) return { event: () => undefined, stop: () => undefined };
  const { default: yoctoSpinner } = await import('yocto-spinner');
  const spinner = yoctoSpinner();
  const text = progressText();
  return {
    event: (event) => {
      spinner.text = text(event).slice(0, stderr.columns - 4);
      if (!spinner.isSpinning) spinner.start();
    },
    stop: () => void spinner.stop(),
  };
}

/** Counts, and names those that are waited for once they are few. @internal for its test */
export function progressText(): (event: RunEvent) => string {
  let phase = '';
  let total = 0;
  const waiting = new Set<string>();
  return (event) => {
    if (event.type === 'node-done') waiting.delete(event.node);
    else {
      [phase, total] = [event.phase, event.nodes.length];
      for (const node of event.nodes) waiting.add(node);
    }
    const named = waiting.size > 0 && waiting.size <= 5 && total > waiting.size;
    const names = named ? `, waiting for ${foldNames([...waiting])}` : '';
    return `${phase} ${total - waiting.size}/${total}${names}`;
  };
}
