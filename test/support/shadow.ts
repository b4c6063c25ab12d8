import type { LabNode } from '../lab/lab.ts';

/**
 * Puts a script in the place of a program of a node, as a broken or hostile installation would.
 * The real one is `$real` in the script.
 */
export async function shadow(node: LabNode, program: string, script: string): Promise<void> {
  const [real, fake] = ['real', 'fake'].map(
    (kind) => `/run/${kind}-${program.replaceAll('/', '-')}`,
  );
  await node.sh(`test -e ${real} || cp ${program} ${real}`);
  await node.run(
    ['sh', '-c', `cat >${fake} && chmod 755 ${fake}`],
    `#!/bin/sh\nreal=${real}\n${script}\n`,
  );
  await node.sh(`mount --bind ${fake} ${program}`);
}

export async function unshadow(node: LabNode, program: string): Promise<void> {
  await node.sh(`umount -l ${program}`);
}
