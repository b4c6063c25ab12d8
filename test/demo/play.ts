import type { Stage } from './stage.ts';

interface Step {
  readonly why: string;
  /** What is typed after `mcreconcile`; `tamper`: somebody changes a node by hand. */
  readonly args: readonly [command: string, ...options: string[]] | 'tamper';
  readonly exit: number;
}

const steps: readonly Step[] = [
  { why: 'What would change?', args: ['plan'], exit: 2 },
  { why: 'Converge.', args: ['apply', '--diff'], exit: 0 },
  { why: 'Once more: nothing to do.', args: ['apply'], exit: 0 },
  { why: 'Somebody changes micro02 by hand …', args: 'tamper', exit: 0 },
  { why: '… and the drift check, which cron runs, notices.', args: ['check'], exit: 2 },
  { why: 'Put it right.', args: ['apply', '--diff'], exit: 0 },
  { why: 'In sync again: the check is silent.', args: ['check'], exit: 0 },
];

/** Shows the whole job on a stage; returns 0 when every step ended as it should. */
export async function play(stage: Stage, say: (line: string) => void): Promise<number> {
  say(`\n${stage.about}`);
  for (const { why, args, exit } of steps) {
    say(`\n# ${why}`);
    const ended = args === 'tamper' ? await stage.tamper() : await typed(stage, args, say);
    if (ended === exit) continue;
    say(`The demo failed: exit code ${ended} instead of ${exit}.`);
    return 1;
  }
  say('\nThat was the whole job.');
  return 0;
}

function typed(
  stage: Stage,
  [command, ...options]: readonly string[],
  say: (line: string) => void,
): Promise<number> {
  say(`$ mcreconcile ${[command, 'inventory.yaml', ...options].join(' ')}`);
  return stage.run([command ?? '', 'inventory.yaml', ...options]);
}
