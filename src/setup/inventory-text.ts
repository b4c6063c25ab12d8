import { mapOf, type Tree, yamlOf } from '../exports/yaml.ts';
import { networkOf, parseCidr } from '../model/address.ts';
import { groupBy } from '../model/group-by.ts';
import type { Inventory, NodeSpec } from '../model/inventory.ts';
import type { Candidate } from './candidate.ts';

/** A node of an inventory that is to be written, and its endpoint; null: the management address. */
export interface Draft {
  readonly spec: NodeSpec;
  readonly choice: Candidate | null;
}

/** An inventory of the native form, with comments; what all nodes have alike stands in its defaults. */
export function inventoryText(
  drafts: readonly Draft[],
  { outsiders = [] }: Pick<Inventory, 'outsiders'> = {},
): string {
  const common = commonOf(drafts);
  const nodes = drafts.map((draft) => nodeText(draft, common).replaceAll(/^(?=.)/gm, '  '));
  return [
    heading(drafts),
    yamlOf(mapOf([['defaults', defaultsOf(common)]])),
    groupsText(drafts),
    'nodes:\n',
    ...nodes,
    outsiders.length === 0 ? '' : `outsiders: [${outsiders.map(quoted).join(', ')}]\n`,
  ].join('');
}

function quoted(name: string): string {
  return JSON.stringify(name);
}

/** What `init` knows of an endpoint, as an inventory says it; without what its defaults say already. */
export function underlayTree(
  { interface: name, address }: Candidate,
  { interface: known }: { readonly interface?: string | undefined },
): Tree {
  return mapOf([
    ['interface', name === known ? undefined : name],
    ['ip', address],
  ]);
}

interface Common {
  readonly ssh: NodeSpec['ssh'];
  /** All stay on their management addresses. */
  readonly management: boolean;
  readonly interface: string | undefined;
  readonly subnet: string | undefined;
}

function commonOf(drafts: readonly Draft[]): Common {
  const choices = drafts.map(({ choice }) => choice);
  const ssh = drafts.map(({ spec }) =>
    JSON.stringify(Object.entries(spec.ssh).toSorted(([a], [b]) => (a < b ? -1 : 1))),
  );
  return {
    ssh: same(ssh) === undefined ? {} : (drafts[0]?.spec.ssh ?? {}),
    management: choices.every((choice) => choice === null),
    interface: same(choices.map((choice) => choice?.interface)),
    subnet: same(choices.map((choice) => networkText(choice))),
  };
}

function same<T>(values: readonly T[]): T | undefined {
  return new Set(values).size === 1 ? values[0] : undefined;
}

function networkText(choice: Candidate | null): string | undefined {
  const cidr = parseCidr(choice?.address ?? '');
  // In the canonical form, which the addresses have, too.
  return cidr === null ? undefined : parseCidr(networkOf(cidr))?.text;
}

function defaultsOf({ ssh, management, interface: name, subnet }: Common): Tree | undefined {
  const endpoint = mapOf([
    ['interface', name],
    ['subnet', subnet],
  ]);
  return unlessEmpty([
    ['ssh', unlessEmpty(Object.entries(ssh))],
    ['underlay', management ? false : unlessEmpty([...endpoint])],
  ]);
}

/** Their settings are with the nodes by now. */
function groupsText(drafts: readonly Draft[]): string {
  const pairs = drafts.flatMap(({ spec }) => spec.groups.map((group) => ({ group, spec })));
  const lines = [...groupBy(pairs, ({ group }) => group)].map(
    ([group, members]) =>
      `  ${quoted(group)}: { nodes: [${members.map(({ spec }) => quoted(spec.name)).join(', ')}] }\n`,
  );
  return lines.length === 0 ? '' : `groups:\n${lines.join('')}`;
}

function nodeText({ spec, choice }: Draft, common: Common): string {
  const { name, address, connection, ovs, systemId, vars } = spec;
  const known = Object.keys(common.ssh).length > 0;
  const stays = common.management ? undefined : false;
  const tree = mapOf([
    ['address', address === name ? undefined : address],
    ['connection', connection === 'local' ? connection : undefined],
    ['ssh', known ? undefined : unlessEmpty(Object.entries(spec.ssh))],
    ['underlay', choice === null ? stays : underlayTree(choice, common)],
    ['ovs', unlessEmpty(Object.entries(ovs))],
    ['system_id', systemId ?? undefined],
    ['vars', unlessEmpty(Object.entries(vars))],
  ]);
  return `${choice === null ? '' : `# ${about(choice)}\n`}${yamlOf(mapOf([[name, tree]]))}`;
}

function about({ type, mtu, speed }: Candidate): string {
  const words = [type, `MTU ${mtu}`, ...(speed === null ? [] : [`${speed} Mbit/s`])];
  return `the NIC of the underlay: ${words.join(', ')}`;
}

function unlessEmpty(entries: readonly (readonly [string, Tree | undefined])[]): Tree | undefined {
  const map = mapOf(entries);
  return map.size === 0 ? undefined : map;
}

function heading(drafts: readonly Draft[]): string {
  const what = drafts.every(({ choice }) => choice === null)
    ? '# Without a dedicated underlay: tunnels end at the management addresses.'
    : '# Where the OVN tunnels of each node end: its address on the underlay.';
  return `${what}
#
#   mcreconcile plan FILE     shows what would change
#   mcreconcile apply FILE    changes it, and proves that the tunnels came up
#   mcreconcile check FILE    tells cron when anything drifts
#
# docs/inventory.md of mcreconcile says what else can stand here.
`;
}
