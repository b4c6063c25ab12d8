import type { Plan, StageName } from '../model/plan.ts';
import { foldNames } from './fold-names.ts';
import type { Style } from './reporter.ts';
import { paragraph } from './wrap.ts';

/** How the changes would be written, and to whom in which order. */
export function stagesText({ strategy, stages }: Plan, { columns }: Style): string {
  const count = stages.length === 1 ? '1 stage' : `${stages.length} stages`;
  const how = strategy?.replace('-', ' ') ?? 'nothing in use moves';
  const lines = stages.map(({ name, writes, southbound }, at) => {
    const nodes = southbound === null ? writes.map(({ node }) => node) : [southbound.via];
    const text = `${name}, ${meanings[name]}: ${foldNames(nodes)}`;
    return paragraph(`    ${at + 1}. `, text, columns);
  });
  return [`${how}, in ${count}:`, ...lines].join('\n');
}

const meanings: Readonly<Record<StageName, string>> = {
  freeze: 'ovn-controller stands still',
  source: 'tunnels send from their own endpoint',
  park: 'they wait on their management address',
  southbound: 'the rows of all chassis, in one transaction',
  move: 'endpoints, and what follows from them',
  thaw: 'ovn-controller goes on',
  write: 'all keys at once',
  release: 'let the kernel choose the source again',
  'put-back': 'what was there before',
};
