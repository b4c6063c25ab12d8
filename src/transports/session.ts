import type { Session } from '../engine/ports.ts';
import { judgeBecome, type Become } from './become.ts';
import { hold, whole, type Execute } from './hold.ts';

/** What a transport brings to a session. */
interface Means {
  /** Starts a shell on the node; the signal ends it. */
  readonly start: (signal: AbortSignal) => Execute;
  readonly become: Become;
  /** Ends the connection; nothing runs over it from then on. */
  readonly end: () => void;
  /** Closes it in good order; `end` where that is the same. */
  readonly close?: () => void;
}

/** A session ends with its first Problem, since nobody knows what it still holds. */
export function sessionBy({ start, become, end, close = end }: Means): Session {
  const shell =
    (signal: AbortSignal): Execute =>
    async (feed) => {
      const ended = await start(signal)(feed);
      const judged = ended.ok && become ? judgeBecome(ended.value, become) : ended;
      if (!judged.ok) end();
      return judged;
    };
  return {
    run: (script, signal) => shell(signal)(whole(script)),
    hold: (script, signal) => hold(shell(signal), script),
    close,
  };
}
