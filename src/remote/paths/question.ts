import { pathsSh } from '../../generated/scripts.js';
import type { PathAnswer, PathProbe } from '../../model/plan.ts';
import { type Question, scriptOf } from '../question.ts';
import { parsePaths } from './parse.ts';

/** Bytes of ICMP payload that pass wherever anything passes. */
const smallPayload = 56;

/** Which peers a node reaches at which size, one answer for each target; over within 5 s. */
export function pathsQuestion(probe: PathProbe): Question<readonly PathAnswer[]> {
  const { source, payload, targets } = probe;
  const addresses = targets.map(({ address }) => address).join(' ');
  const variables = { source: source.text, targets: addresses, payload, small: smallPayload };
  return {
    phase: 'probing the underlay',
    script: scriptOf(variables, pathsSh),
    parse: (frame) => parsePaths(probe, frame),
  };
}
