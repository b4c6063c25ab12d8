import type { Plan, StageName } from '../model/plan.ts';
import { foldNames } from '../model/fold-names.ts';
import type { Style } from './reporter.ts';
import { count, paragraph } from './wrap.ts';

/** How the changes would be written: the stages, and the nodes of each. */
export function stagesText({ strategy, stages }: Plan, { columns }: Style): string {
  const how = strategy?.replace('-', ' ') ?? 'no endpoint in use moves';
  const lines = stages.map(({ name, writes, southbound }, at) => {
    const nodes = southbound === null ? writes.map(({ node }) => node) : [southbound.via];
    const text = `${name}, ${meanings[name]}: ${foldNames(nodes)}`;
    return paragraph(`    ${at + 1}. `, text, columns);
  });
  return [`${how}, in ${count(stages.length, 'stage')}:`, ...lines].join('\n');
}

const meanings: Readonly<Record<StageName, string>> = {
  freeze: 'ovn-controller pauses',
  source: 'each tunnel sends from the endpoint of its node',
  park: 'these nodes wait on their management address',
  southbound: 'one transaction updates the rows of all chassis',
  move: 'each node gets its new endpoint',
  thaw: 'ovn-controller continues',
  write: 'each node gets all its keys at once',
  'drop-source': 'the kernel chooses the source address again',
  undo: 'each node gets its old values',
};
