import {
  controllerSh,
  factsSh,
  foundSh,
  lxdSh,
  microovnSh,
  networksSh,
  snapSh,
  timerSh,
  vsctlSh,
} from '../../generated/scripts.js';
import type { NodeFacts } from '../../model/facts.ts';
import type { NodeSpec } from '../../model/inventory.ts';
import { type Question, scriptOf } from '../question.ts';
import { vsctlCandidates } from './ovs.ts';
import { parseFacts } from './parse.ts';

/** What a node is asked beside what is its own: that costs time, and is not asked again and again. */
export interface Besides {
  /** What every member of a cluster tells alike: the networks of LXD, and who the members are. */
  readonly cluster?: boolean;
  /** When snapd refreshes MicroOVN. */
  readonly snap?: boolean;
}

/** What a node is and has; its script writes nothing. */
export function factsQuestion(
  spec: NodeSpec,
  { cluster, snap }: Besides = {},
): Question<NodeFacts> {
  const { vsctl, db } = spec.ovs;
  const variables = {
    candidates: vsctl ?? vsctlCandidates.join(' '),
    db: db === undefined ? '' : `--db=${db}`,
    ask_cluster: cluster ? 'yes' : '',
    ask_snap: snap ? 'yes' : '',
  };
  return {
    phase: 'reading the facts',
    script: scriptOf(
      variables,
      controllerSh,
      timerSh,
      foundSh,
      vsctlSh,
      microovnSh,
      snapSh,
      lxdSh,
      networksSh,
      factsSh,
    ),
    parse: (frame) => parseFacts(spec, frame),
  };
}
