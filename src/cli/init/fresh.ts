import { resolve } from 'node:path';
import { sshOf } from '../connector.ts';
import { chooseUnderlay } from './choose.ts';
import { membersFrom, unsaid } from './from.ts';
import { checkHosts, readHosts, specOf } from './hosts.ts';
import { judged } from './judge.ts';
import { preseedNodes, preseedUnderlay } from './preseed.ts';
import type { Dialogue } from './questions.ts';
import { cancelled, type InitRequest, type Step, stopped, type Written } from './request.ts';
import { consent, save } from './save.ts';
import { sayUsing } from './show.ts';
import { remarksOn } from '../load-files.ts';
import { preceded, usage } from '../report-of.ts';
import { loadInventory } from '../../input/load.ts';
import type { Inventory } from '../../model/inventory.ts';
import type { Report } from '../../model/report.ts';
import { ok } from '../../model/result.ts';
import type { Finding } from '../../problems/problem.ts';
import { inventoryText } from '../../setup/inventory-text.ts';

/** A new inventory: its nodes, their underlay, and a file that was not there. */
export async function fresh(request: InitRequest): Step<Written> {
  const { out: file = 'inventory.yaml', preseed } = request.options;
  const replace = await consent(file, request);
  if (!replace.ok) return replace;
  const source = await nodesOf(request);
  if (!source.ok) return source;
  const choose = preseed === undefined ? chooseUnderlay : preseedUnderlay;
  const choice = await choose(source.value.nodes, request);
  if (!choice.ok) return choice;
  const chosen = choice.value ?? [];
  sayUsing(chosen, request);
  const byNode = new Map(chosen.map((candidate) => [candidate.node, candidate]));
  const text = inventoryText(
    source.value.nodes.map((spec) => ({ spec, choice: byNode.get(spec.name) ?? null })),
    source.value,
  );
  const report = await judged(text, file, request);
  if (!report.ok) return report;
  const saved = await save(file, text, replace.value);
  if (!saved.ok) return saved;
  return ok({
    file,
    choice: chosen,
    report: preceded(remarks(source.value, report.value), report.value),
  });
}

function remarks(source: Source, report: Report): readonly Finding[] {
  return [...remarksOn(source), ...unsaid(source.said ?? [], report)];
}

/** Nodes, and what was noticed when they were looked for. */
type Source = Inventory & { readonly said?: readonly Finding[] };

/** The nodes that are named, or that somebody confirms; what else is known of them comes along. */
async function nodesOf(request: InitRequest): Step<Source> {
  const { target, options, context } = request;
  if (options.preseed !== undefined) return preseedNodes(options.preseed, request);
  const ssh = sshOf(options, resolve);
  if (target !== '') {
    const found = await loadInventory(target, context);
    if (!found.ok) return stopped(found.error);
    const nodes = found.value.nodes.map((node) => ({ ...node, ssh: { ...node.ssh, ...ssh } }));
    return ok({ ...found.value, nodes });
  }
  if (options.from !== undefined) return membersOf(options.from, request);
  if (options.hosts === undefined && context.dialogue !== null)
    return asked(context.dialogue, request);
  const hosts = readHosts(options.hosts ?? [], '--hosts');
  if (!hosts.ok) return stopped(hosts.error);
  return ok({ file: '--hosts', nodes: hosts.value.map((host) => specOf(host, ssh)) });
}

async function membersOf(host: string, request: InitRequest): Step<Source> {
  const found = await membersFrom(host, request);
  return found.ok ? ok({ file: '--from', ...found.value }) : found;
}

/** By a member of a cluster, which is the first offer, else by mDNS. */
async function asked(dialogue: Dialogue, request: InitRequest): Step<Source> {
  const questions = await dialogue.questions();
  const member = await questions.member();
  if (member === null) return cancelled(request.context);
  return member === '' ? discovered(dialogue, request) : membersOf(member, request);
}

async function discovered(dialogue: Dialogue, { options, context }: InitRequest): Step<Inventory> {
  const found = await dialogue.discover(context.interrupt);
  if (!found.ok) return stopped([found.error]);
  if (found.value.length === 0) return stopped([nobody]);
  const questions = await dialogue.questions();
  const hosts = await questions.hosts(found.value);
  if (hosts === null) return cancelled(context);
  const wrong = hosts.length === 0 ? [none] : checkHosts(hosts, 'mDNS');
  if (wrong.length > 0) return stopped(wrong);
  return ok({ file: 'mDNS', nodes: hosts.map((host) => specOf(host, sshOf(options, resolve))) });
}

const nobody = usage(
  'no host of the local network announces SSH by mDNS',
  'name the nodes: --hosts a,b,c; or let avahi-daemon announce _ssh._tcp on them',
);

const none = usage('no host was chosen', 'choose some, or name them: --hosts a,b,c');
