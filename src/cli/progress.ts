import type { RunEvent } from '../model/event.ts';
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
  let [phase, done, nodes] = ['', 0, 0];
  return {
    event: (event) => {
      if (event.type === 'phase') [phase, done, nodes] = [event.phase, 0, event.nodes];
      else done += 1;
      spinner.text = `${phase} ${done}/${nodes}`;
      if (!spinner.isSpinning) spinner.start();
    },
    stop: () => void spinner.stop(),
  };
}
