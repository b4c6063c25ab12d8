import {
  controllerSh,
  factsSh,
  foundSh,
  lxdSh,
  microovnSh,
  timerSh,
} from '../../generated/scripts.js';
import type { NodeFacts } from '../../model/facts.ts';
import type { NodeSpec } from '../../model/inventory.ts';
import { type Question, scriptOf } from '../question.ts';
import { vsctlCandidates } from './ovs.ts';
import { parseFacts } from './parse.ts';

/** What a node is asked beside what is its own: that costs time, and is not asked again and again. */
export interface Besides {
  /** The networks of LXD, which every member of its cluster tells alike. */
  readonly lxd?: boolean;
}

/** What a node is and has; its script writes nothing. */
export function factsQuestion(spec: NodeSpec, { lxd = false }: Besides = {}): Question<NodeFacts> {
  const { vsctl, db } = spec.ovs;
  const variables = {
    candidates: vsctl ?? vsctlCandidates.join(' '),
    db: db === undefined ? '' : `--db=${db}`,
    ask_lxd: lxd ? 'yes' : '',
  };
  return {
    phase: 'reading the facts',
    script: scriptOf(variables, controllerSh, timerSh, foundSh, microovnSh, lxdSh, factsSh),
    parse: (frame) => parseFacts(spec, frame),
  };
}
