import { mkdir, readdir, rename, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Lab } from '../lab/lab.ts';
import { inventoryWith } from '../support/lab.ts';
import { stages, type Fault, type Preparation, type Scene } from './fault.ts';
import { launch } from './program.ts';

type Full = 'begin' | 'freeze' | 'move' | 'thaw' | 'disarm';

/** The disk of the journal is full when what comes after this moment shall be recorded. */
export const diskFull: readonly Fault[] = [
  fault('begin', 1),
  fault('freeze', 8),
  fault('move', 8),
  fault('thaw', 8),
  fault('disarm', 10),
];

function fault(at: Full, exit: number): Fault {
  return {
    name: "the journal's disk is full",
    at,
    prepare: (lab) => smallDisk(lab, at),
    strike: fill,
    ends: at === 'disarm' ? 'new' : 'old',
    exit: [exit],
    says: 'the disk is full',
  };
}

/** A disk of its own, which is gone with the program; only its processes see it. */
const ownDisk = ['unshare', '--mount', 'sh', '-c'];
const mount = 'mount -t tmpfs -o size=64k chaos "$XDG_STATE_HOME" && exec "$@"';

/**
 * A page of the disk that is begun takes more, full or not. So the inventory gets a name of such a
 * length that, at this moment, the journal ends right before the end of a page.
 */
async function smallDisk(lab: Lab, at: Full): Promise<Preparation> {
  const key = 'identity_file: id_ed25519, known_hosts: known_hosts';
  const absolute = `identity_file: "${lab.key}", known_hosts: "${lab.knownHosts}"`;
  const inventory = await inventoryWith(lab, key, absolute);
  const lines = ['begin', ...stages, 'disarm'];
  const recorded = lines.slice(1, lines.indexOf(at) + 1);
  const size = (await beginSize(lab, inventory)) + linesSize(recorded);
  const missing = (2 * page - spare - (size % page)) % page;
  return {
    inventory: await longer(inventory, Math.floor(missing / copies)),
    wrap: [...ownDisk, mount, 'sh'],
  };
}

const page = 4096;
/** Less than a line. */
const spare = 30;
/** How often the begin has the name of the inventory: once, and once for each of three nodes. */
const copies = 4;
function linesSize(names: readonly string[]): number {
  const at = new Date().toISOString();
  const lines = names.map((name) => JSON.stringify({ type: 'stage', at, name }).length + 1);
  return lines.reduce((sum, length) => sum + length, 0);
}

/** The bytes of the first line, from a run that ends when it has written it. */
async function beginSize(lab: Lab, inventory: string): Promise<number> {
  const state = join(lab.dir, `state-of-${basename(inventory)}`);
  const args = ['apply', inventory, '--confirm-timeout', '12'];
  const program = launch({ args, state, halts: ['begin'] });
  await program.halted();
  program.signal('SIGKILL');
  await program.ending;
  const runs = join(state, 'mcreconcile/runs');
  const [name = ''] = (await readdir(runs)).filter((each) => each.endsWith('.jsonl'));
  return (await stat(join(runs, name))).size;
}

/** The same file by a path that has so many characters more. */
async function longer(file: string, more: number): Promise<string> {
  // A name may have 255 characters; each folder takes a slash.
  const folders = Math.ceil(more / 200);
  const letters = more - folders;
  const names = Array.from({ length: folders }, (_, at) =>
    'p'.repeat(Math.floor((letters + at) / folders)),
  );
  const folder = join(dirname(file), ...names);
  await mkdir(folder, { recursive: true });
  await rename(file, join(folder, basename(file)));
  return join(folder, basename(file));
}

/** Through the eyes of the program: nobody else sees its disk. */
async function fill({ program, state }: Scene): Promise<void> {
  const file = `/proc/${program.pid}/root${state}/filler`;
  await writeFile(file, Buffer.alloc(2 * 65_536)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOSPC') throw error;
  });
}
