import { frameShell } from '../facts/frames.ts';
import { environmentLines, limitLine, shellWords } from '../model/shell.ts';
import { timerShell } from './shell.ts';

/** Gives a run's timer so many seconds more, from now on; one frame, `timer`: `parseExtended`. */
export function extendScript(run: string, seconds: number, boundary: string): string {
  return [preamble('extend', run, seconds, boundary), timerShell, frameShell, extending].join('\n');
}

/** Ends a run's timer before it puts anything back; one frame, `timer`: `parseDisarmed`. */
export function disarmScript(run: string, boundary: string): string {
  return [preamble('disarm', run, 0, boundary), limitLine, holding, frameShell, disarming].join(
    '\n',
  );
}

/** What the scripts set first; a run's identity stands in names of files and in programs. */
export function preamble(action: string, run: string, seconds: number, boundary: string): string {
  if (!/^[A-Za-z0-9-]{1,64}$/.test(run)) throw new Error('a run is of letters, digits and -');
  if (!Number.isSafeInteger(seconds)) throw new Error('a timer counts whole seconds');
  return [
    `action=${action}`,
    `run=${run}`,
    `seconds=${seconds}`,
    `boundary=${shellWords([boundary])}`,
    environmentLines,
  ].join('\n');
}

/** What takes a timer away; nobody else does so meanwhile. */
export const holding = String.raw`${timerShell}
# Exits 75 where the folder was removed while we waited for it.
alone() {
  (
    $limit flock 9 || { echo "another program holds $base" >&2; exit 1; }
    [ /proc/self/fd/9 -ef "$base" ] || exit 75
    "$@"
  ) 9<"$base"
}
# From then on its process puts nothing back any more, whatever becomes of it.
claim() {
  [ -n "$due" ] && mv "$timer/due.$holder.$due" "$timer/disarmed" 2>/dev/null
}
clear_away() {
  ! alive || kill -KILL "$pid"
  for attempt in 1 2 3 4 5 6 7 8 9 10; do
    alive || break
    sleep 0.1 2>/dev/null || sleep 1
  done
  ! alive && rm -rf "$timer" && [ ! -e "$timer" ]
}
`;

const extending = String.raw`
extend() {
  held && [ "$holder" = "$run" ] || { echo gone; return; }
  token
  clock
  later=$((now + seconds * 100))
  if [ "$due" != "$later" ]; then
    [ -n "$due" ] && mv "$timer/due.$run.$due" "$timer/due.$run.$later" 2>/dev/null || { lost; return; }
  fi
  token
  alive && [ "$due" = "$later" ] && echo extended || lost
}
# Somebody else has the token.
lost() {
  [ -e "$timer/fired" ] && echo fired || echo gone
}

frame timer extend
edge done
`;

const disarming = String.raw`
disarm() {
  held && [ "$holder" = "$run" ] || { echo gone; return; }
  token
  claim || [ -e "$timer/disarmed" ] || { [ -e "$timer/fired" ] && echo fired || echo gone; return; }
  clear_away || return
  rmdir "$base" 2>/dev/null
  echo disarmed
}

[ -d "$base" ] && act='alone disarm' || act='echo gone'
frame timer $act
edge done
`;
