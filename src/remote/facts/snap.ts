import type { SnapFacts } from '../../model/facts.ts';
import type { Frame } from '../frames.ts';

/** What `read_snap` printed; null: the snap or snapd is not there. */
export function parseSnap({ exit, stdout }: Frame): SnapFacts | null {
  if (exit !== 0) return null;
  // Cut, for the answers have a few lines.
  const text = stdout.slice(0, 10_000);
  const [, revision = null, notes = null] =
    /^microovn +\S+ +(x?\d{1,9}) .* (\S{1,200})$/m.exec(text) ?? [];
  return {
    revision,
    held: notes === null ? null : notes.split(',').includes('held'),
    refreshIn: refreshIn(text),
  };
}

/** At `next`, or where that is held, when the hold ends. */
function refreshIn(text: string): SnapFacts['refreshIn'] {
  if (/^hold forever$/m.test(text)) return 'held';
  const [now, next, hold] = ['', 'next ', 'hold '].map((name) => secondsAfter(name, text));
  if (now === undefined || next === undefined) return null;
  return Math.max(next, hold ?? next) - now;
}

function secondsAfter(name: string, text: string): number | undefined {
  const [, digits] = new RegExp(`^${name}(\\d{1,12})$`, 'm').exec(text) ?? [];
  return digits === undefined ? undefined : Number(digits);
}
