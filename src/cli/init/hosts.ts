import { expanded } from '../../input/ansible/hosts.ts';
import { hostAdvice, sameHost } from '../../input/native/host.ts';
import { label } from '../../input/schema/inventory.ts';
import { show } from '../../input/show.ts';
import type { NodeSpec, SshSpec } from '../../model/inventory.ts';
import type { Problem } from '../../problems/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { FoundHost } from '../../discovery/heard.ts';
import { usage } from '../report-of.ts';

/** The nodes of `--hosts` and `--add`, in their order: `a,b=198.18.0.12,micro[03:05]`. */
export function readHosts(
  words: readonly string[],
  flag: string,
): Result<readonly FoundHost[], readonly Problem[]> {
  const read = words.map((word) => word.trim()).map((word) => hostsOf(word, flag));
  const problems = read.flatMap((each) => (each.ok ? [] : [each.error]));
  if (problems.length > 0) return err(problems);
  const hosts = read.flatMap((each) => (each.ok ? each.value : []));
  const wrong = checkHosts(hosts, flag);
  return wrong.length === 0 ? ok(hosts) : err(wrong);
}

/** What is wrong with names and addresses; `flag` says where they are from. */
export function checkHosts(hosts: readonly FoundHost[], flag: string): readonly Problem[] {
  return [...hosts.flatMap((host) => unfit(host, flag)), ...twice(hosts, flag)];
}

/** A node of which nothing else is known. */
export function specOf({ name, address }: FoundHost, ssh: SshSpec): NodeSpec {
  return {
    name,
    address,
    connection: 'ssh',
    ssh,
    underlay: null,
    ovs: {},
    systemId: null,
    vars: {},
    groups: [],
    place: { file: '--hosts', line: 1, column: 1 },
  };
}

/** More hosts than this no inventory has room for. */
const room = 20_000;

function hostsOf(word: string, flag: string): Result<readonly FoundHost[], Problem> {
  const [left = '', right = left] = word.split(/=(.*)/s);
  const [names, addresses] = [expanded(left, room), expanded(right, room)];
  if (!names.ok) return err(usage(`${flag}: ${names.error.cause}`, names.error.instead));
  if (!addresses.ok)
    return err(usage(`${flag}: ${addresses.error.cause}`, addresses.error.instead));
  if (names.value.length === addresses.value.length)
    return ok(names.value.map((name, at) => ({ name, address: addresses.value[at] ?? name })));
  const cause = `${flag}: ${show(word)} has ${names.value.length} names and ${addresses.value.length} addresses`;
  return err(usage(cause, 'make the two ranges of the same length'));
}

function unfit({ name, address }: FoundHost, flag: string): readonly Problem[] {
  const advice = hostAdvice(address);
  if (advice !== null) return [usage(`${flag}: ${advice.cause}`, advice.instead)];
  if (new RegExp(label.pattern).test(name) && name.length <= label.maxLength) return [];
  const cause = `${flag}: ${show(name)} is not ${label.title}`;
  return [usage(cause, `write NAME=${address}`)];
}

/** Whoever is named twice, by name or by address. */
function twice(hosts: readonly FoundHost[], flag: string): readonly Problem[] {
  const [names, addresses] = [new Set<string>(), new Set<string>()];
  return hosts.flatMap(({ name, address }) => {
    const isNew = names.size < names.add(sameHost(name)).size;
    const isElsewhere = addresses.size < addresses.add(sameHost(address)).size;
    if (isNew && isElsewhere) return [];
    return [usage(`${flag}: ${show(isNew ? address : name)} is named twice`, 'name it once')];
  });
}
