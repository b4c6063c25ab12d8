import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Lab } from '../lab/lab.ts';
import { at, type Fault, type Preparation } from './fault.ts';
import { poweredOff, signalled } from './strikes.ts';

/** The way for those who cannot move in place. */
export const synchronised: readonly Fault[] = [
  ...at(['move'], () => ({
    name: 'cutover `synchronised`: the controller is killed with -9',
    prepare: playbook,
    strike: signalled('SIGKILL'),
    ends: 'old',
    exit: [null],
    nextSays: 'died in stage move',
  })),
  ...at(['move'], () => ({
    name: 'cutover `synchronised`: SIGINT',
    prepare: playbook,
    strike: signalled('SIGINT'),
    ends: 'old',
    exit: [8, 130],
  })),
  ...at(['move'], () => ({
    name: 'cutover `synchronised`: a node is powered off',
    prepare: playbook,
    strike: poweredOff(([, , third]) => third),
    ends: 'old',
    exit: [1, 4, 9],
    without: ([, , third]) => third,
    destroys: true,
  })),
];

const shipped = new URL('../../playbooks/underlay.yaml', import.meta.url);

async function playbook({ dir }: Lab): Promise<Preparation> {
  const text = await readFile(shipped, 'utf8');
  const file = join(dir, 'synchronised.yaml');
  await writeFile(file, text.replace('  hosts: all\n', '  hosts: all\n  cutover: synchronised\n'));
  return { playbook: file };
}
