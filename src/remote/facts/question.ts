import {
  controllerSh,
  factsSh,
  foundSh,
  microovnSh,
  timerSh,
  vsctlSh,
} from '../../generated/scripts.js';
import type { NodeFacts } from '../../model/facts.ts';
import type { NodeSpec } from '../../model/inventory.ts';
import { type Question, scriptOf } from '../question.ts';
import { vsctlCandidates } from './ovs.ts';
import { parseFacts } from './parse.ts';

/** What a node is and has; its script writes nothing. */
export function factsQuestion(spec: NodeSpec): Question<NodeFacts> {
  const { vsctl, db } = spec.ovs;
  const variables = {
    candidates: vsctl ?? vsctlCandidates.join(' '),
    db: db === undefined ? '' : `--db=${db}`,
  };
  return {
    phase: 'reading the facts',
    script: scriptOf(variables, controllerSh, timerSh, foundSh, vsctlSh, microovnSh, factsSh),
    parse: (frame) => parseFacts(spec, frame),
  };
}
