import { primeSh } from '../../generated/scripts.js';
import type { Prime } from '../../model/plan.ts';
import { ok } from '../../model/result.ts';
import { type Question, scriptOf } from '../question.ts';

/**
 * Pings each target once, so that its MAC address is known when the first tunnel packet needs it;
 * an entry of a former owner would stay for minutes otherwise. Whether pings pass was asked before:
 * nothing fails.
 */
export function primeQuestion({ source, targets, flush }: Prime): Question<null> {
  const variables = { source, peers: targets.join(' '), flush: flush.join(' ') };
  return {
    phase: 'asking the neighbours',
    script: scriptOf(variables, primeSh),
    parse: () => ok(null),
  };
}
