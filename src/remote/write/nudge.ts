import { nudgeSh } from '../../generated/scripts.js';
import type { OvsFacts } from '../../model/facts.ts';
import { ok } from '../../model/result.ts';
import { type Question, scriptOf } from '../question.ts';
import { shellWords } from '../shell.ts';

/** Asks ovs-vswitchd to look at its configuration again. */
export function nudgeQuestion({ vsctl, db }: OvsFacts): Question<null> {
  const command = [vsctl, '--no-wait', '--timeout=2', ...(db === null ? [] : [`--db=${db}`])];
  return {
    phase: 'asking OVS to try again',
    script: scriptOf({}, `vsctl() { $limit ${shellWords(command)} "$@"; }`, nudgeSh),
    parse: () => ok(null),
  };
}
