import {
  askSh,
  controllerSh,
  lxdSh,
  membersSh,
  microovnSh,
  vsctlSh,
} from '../../generated/scripts.js';
import type { Membership } from '../../model/membership.ts';
import { ok } from '../../model/result.ts';
import { vsctlCandidates } from '../facts/ovs.ts';
import { type Question, scriptOf } from '../question.ts';
import { select } from '../southbound/question.ts';
import { parseMembers } from './parse.ts';

/** How Open vSwitch is reached, as an inventory names it, or as it was found. */
interface Ovs {
  readonly vsctl?: string;
  readonly db?: string | null;
}

/** Who the members of the node's cluster are, by all who may know; its script writes nothing. */
export function membersQuestion({ vsctl, db }: Ovs = {}): Question<Membership> {
  const variables = {
    candidates: vsctl ?? vsctlCandidates.join(' '),
    db: db == null ? '' : `--db=${db}`,
    verb: 'query',
    transaction: JSON.stringify(['OVN_Southbound', ...rows]),
  };
  return {
    phase: 'asking who the members are',
    script: scriptOf(variables, controllerSh, vsctlSh, askSh, microovnSh, lxdSh, membersSh),
    parse: (frame) => ok(parseMembers(frame)),
  };
}

const rows: readonly object[] = [
  select('Chassis', ['name', 'hostname', 'encaps', 'other_config']),
  select('Encap', ['_uuid', 'ip']),
];
