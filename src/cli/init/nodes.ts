import { resolve } from 'node:path';
import { loadInventory } from '../../input/load.ts';
import type { Inventory } from '../../model/inventory.ts';
import { ok } from '../../model/result.ts';
import { checkHosts, readHosts, specOf } from './hosts.ts';
import type { Dialogue } from './questions.ts';
import { usage } from '../report-of.ts';
import { sshOf } from '../connector.ts';
import { cancelled, type InitRequest, type Step, stopped } from './request.ts';

/** The nodes that are named, or that somebody confirms; what else is known of them comes along. */
export async function nodesOf(request: InitRequest): Step<Inventory> {
  const { target, options, context } = request;
  const ssh = sshOf(options, resolve);
  if (target !== '') {
    const found = await loadInventory(target, context);
    if (!found.ok) return stopped(found.error);
    const nodes = found.value.nodes.map((node) => ({ ...node, ssh: { ...node.ssh, ...ssh } }));
    return ok({ ...found.value, nodes });
  }
  if (options.hosts === undefined && context.dialogue !== null)
    return discovered(context.dialogue, request);
  const hosts = readHosts(options.hosts ?? [], '--hosts');
  if (!hosts.ok) return stopped(hosts.error);
  return ok({ file: '--hosts', nodes: hosts.value.map((host) => specOf(host, ssh)) });
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
