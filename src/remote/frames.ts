/** The answer to one framed command of the script. */
export interface Frame {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The frame of a name; of a name that the script does not know, as of a command that is not there. */
export type Frames = (name: string) => Frame;

/** 126 and 127: the shell found no such command, or none that it may run. */
export function isMissing({ exit }: Frame): boolean {
  return exit === 126 || exit === 127;
}

/** Why a command failed. 142 is SIGALRM: its `--timeout` ran out; 124 comes from timeout(1). */
export function refusal({ exit, stderr }: Frame): string {
  if (exit === 124) return 'the command did not end in time';
  if (exit === 142) return 'the database did not answer within 5 s';
  return lastLine(stderr) || `exit code ${exit}`;
}

/** The beginning of the last line, which says most; empty where there is none. */
export function lastLine(text: string): string {
  return text.trim().slice(-4096).split('\n').at(-1)?.slice(0, 200) ?? '';
}

/** The frames by name; null where the node's output breaks off or is not the script's. */
export function parseFrames(
  boundary: string,
  stdout: string,
  stderr: string,
): ReadonlyMap<string, Frame> | null {
  const [out, errors] = [pieces(boundary, stdout), pieces(boundary, stderr)];
  if (out === null || errors === null) return null;
  return new Map(
    [...out].map(([name, { exit, text }]) => [
      name,
      { exit, stdout: text, stderr: errors.get(name)?.text ?? '' },
    ]),
  );
}

interface Piece {
  readonly exit: number;
  readonly text: string;
}

/** Between two edges stands text; the edges are `begin NAME`, `end EXIT` and `done`. */
function pieces(boundary: string, stream: string): ReadonlyMap<string, Piece> | null {
  const found = new Map<string, Piece>();
  const parts = stream.split(`\n${boundary} `).slice(1);
  if (parts.pop()?.trimEnd() !== 'done') return null;
  for (let at = 0; at < parts.length; at += 2) {
    const begin = /^begin (\S+)\n([^]*)$/.exec(parts[at] ?? '');
    const end = /^end (\d+)\n/.exec(parts[at + 1] ?? '');
    if (begin?.[1] === undefined || end === null) return null;
    found.set(begin[1], { exit: Number(end[1]), text: begin[2] ?? '' });
  }
  return found;
}
