import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Lab } from '../../lab/lab.ts';

/** A file beside the lab's inventory, so that its relative paths hold. */
export async function rewritten(lab: Lab, change: (text: string) => string): Promise<string> {
  const file = join(lab.dir, `rewritten-${Math.random().toString(36).slice(2)}.yaml`);
  await writeFile(file, change(await readFile(lab.inventory, 'utf8')));
  return file;
}

/** Arguments for a playbook of one task, which sets ovn-encap-ip. */
export async function playbook(lab: Lab, hosts: string, value: string): Promise<readonly string[]> {
  const file = join(lab.dir, `playbook-${Math.random().toString(36).slice(2)}.yaml`);
  const task = `ovs_external_ids: { ovn-encap-ip: ${value} }`;
  await writeFile(file, `- name: By hand\n  hosts: ${hosts}\n  tasks:\n    - ${task}\n`);
  return ['--playbook', file];
}
