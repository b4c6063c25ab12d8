import { parseSubnet } from '../../input/native/addresses.ts';
import { didYouMean } from '../../input/nearest.ts';
import { settings } from '../../input/schema/settings.ts';
import { choice, show } from '../../input/show.ts';
import { parseAddress, parseCidr } from '../../model/address.ts';
import type { Problem } from '../../problems/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { Wanted } from '../../setup/choice.ts';
import { usage } from '../report-of.ts';

/** What the words of `--underlay` mean for these nodes. */
export function readWanted(
  words: readonly string[],
  nodes: readonly string[],
): Result<readonly Wanted[], readonly Problem[]> {
  const read = words.map((word) => wantedOf(word, nodes));
  const problems = read.flatMap((each) => (each.ok ? [] : [each.error]));
  if (problems.length > 0) return err(problems);
  return ok(read.flatMap((each) => (each.ok ? [each.value] : [])));
}

function wantedOf(word: string, nodes: readonly string[]): Result<Wanted, Problem> {
  const [left = '', right] = word.split(/=(.*)/s);
  if (right !== undefined) return ofNode(left, right, nodes);
  if (word === 'auto') return ok({ of: null, by: 'auto' });
  if (parseAddress(word) !== null)
    return refused(word, 'is one address, not one for each node', `say whose: NODE=${word}`);
  if (!word.includes('/')) return byInterface(null, word);
  const subnet = parseSubnet(word);
  if (subnet.ok) return ok({ of: null, by: 'subnet', subnet: subnet.value });
  return err(usage(`--underlay: ${subnet.error.cause}`, subnet.error.instead));
}

function ofNode(node: string, what: string, nodes: readonly string[]): Result<Wanted, Problem> {
  if (!nodes.includes(node)) {
    const instead = didYouMean(node, nodes) ?? `the nodes are ${choice(nodes.slice(0, 10), 'and')}`;
    return err(usage(`--underlay: there is no node ${show(node)}`, instead));
  }
  const address = parseCidr(what)?.address ?? parseAddress(what);
  return address === null ? byInterface(node, what) : ok({ of: node, by: 'address', address });
}

function byInterface(of: string | null, name: string): Result<Wanted, Problem> {
  const { pattern, title } = settings.underlay.properties.interface;
  if (new RegExp(pattern).test(name)) return ok({ of, by: 'interface', interface: name });
  return refused(name, `is not ${title}`, 'write a subnet, an interface, NODE=…, or auto');
}

function refused(word: string, what: string, instead: string): Result<Wanted, Problem> {
  return err(usage(`--underlay: ${show(word)} ${what}`, instead));
}
