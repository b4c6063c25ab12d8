import type { Old } from './extend.ts';
import { missingFrom } from './from.ts';
import { readHosts } from './hosts.ts';
import { cancelled, type InitRequest, type Step, stopped } from './request.ts';
import { ofRun, reportOf, usage } from '../report-of.ts';
import type { FoundHost } from '../../discovery/heard.ts';
import { err, ok } from '../../model/result.ts';
import type { Finding } from '../../problems/problem.ts';

/** Hosts that are to be added, and what was noticed when they were looked for. */
interface Newcomers {
  readonly nodes: readonly FoundHost[];
  readonly said: readonly Finding[];
}

/** The hosts that are named, else the members of the cluster that the inventory lacks. */
export async function newHosts(
  words: readonly string[],
  old: Old,
  request: InitRequest,
): Step<Newcomers> {
  if (words.length === 0) return missing(old, request);
  const hosts = readHosts(words, '--add');
  return hosts.ok ? ok({ nodes: hosts.value, said: [] }) : stopped(hosts.error);
}

async function missing({ inventory }: Old, request: InitRequest): Step<Newcomers> {
  const found = await missingFrom(inventory.nodes, request);
  if (!found.ok) return found;
  const { nodes, said } = found.value;
  const { file } = inventory;
  const whole = ofRun([{ kind: 'members-complete', file }]);
  if (nodes.length === 0) return err(reportOf('init', [...said, ...whole]));
  const { dialogue } = request.context;
  if (dialogue === null) return ok({ nodes, said });
  const questions = await dialogue.questions();
  const chosen = await questions.hosts(nodes);
  if (chosen === null) return cancelled(request.context);
  return chosen.length === 0 ? stopped([none]) : ok({ nodes: chosen, said });
}

const none = usage('no host was chosen', 'choose some, or name them: --add a,b,c');
