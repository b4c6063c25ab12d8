import { parseAddress } from '../model/address.ts';
import type { NodeSpec } from '../model/inventory.ts';
import { declared, type Exporter, type Loss, notesOn, textOf } from './exporter.ts';
import { mapOf, type Tree, yamlOf } from './yaml.ts';

/** The systems of a MicroCloud preseed; what else MicroCloud asks for is not in an inventory. */
export const preseed: Exporter = (inventory) => {
  const { nodes } = inventory;
  const addressed = nodes.every(({ address }) => parseAddress(address) !== null);
  const endpoints =
    nodes.some((node) => declared(node).ip !== undefined) &&
    nodes.every((node) => endpointOf(node) !== undefined);
  const [first] = nodes;
  const initiator = addressed
    ? (['initiator_address', first?.address] as const)
    : (['initiator', first?.name] as const);
  const systems = nodes.map((node) => systemOf(node, { addressed, endpoints }));
  const text = yamlOf(mapOf([initiator, ['systems', systems]]));
  return { text: `${header}${text}`, notes: notesOn(inventory, losses({ addressed, endpoints })) };
};

// MicroCloud takes either of all systems, or of none.
interface Parts {
  readonly addressed: boolean;
  readonly endpoints: boolean;
}

const header =
  '# For `microcloud preseed`: add session_passphrase (and lookup_subnet, where there is no\n' +
  '# initiator_address), and what MicroCloud is to do with disks and uplinks.\n';

function systemOf(node: NodeSpec, { addressed, endpoints }: Parts): ReadonlyMap<string, Tree> {
  return mapOf([
    ['name', node.name],
    ['address', addressed ? node.address : undefined],
    ['ovn_underlay_ip', endpoints ? endpointOf(node) : undefined],
    // The specification's form, which MicroCloud leaves alone: only it has the prefix length.
    ['underlay_ip', endpoints ? cidrOf(node) : undefined],
  ]);
}

/** The one endpoint that is known without asking the node. */
function endpointOf(node: NodeSpec): string | undefined {
  if (node.underlay === false) return parseAddress(node.address)?.text;
  return declared(node).ip?.address.text;
}

function cidrOf(node: NodeSpec): string | undefined {
  const { ip } = declared(node);
  return ip === undefined || ip.prefix === null ? undefined : textOf(ip);
}

function losses({ addressed, endpoints }: Parts): readonly Loss[] {
  const addresses: Loss = [
    'MicroCloud takes addresses of all systems or none, and this is a name',
    ({ address }) => parseAddress(address) === null,
  ];
  const ips: Loss = [
    'MicroCloud takes ovn_underlay_ip of all systems or none, and this one has no `underlay.ip`',
    (node) => endpointOf(node) === undefined,
  ];
  const fallback: Loss = [
    'the management address stands for `underlay: false`',
    ({ underlay }) => underlay === false,
  ];
  return [...(addressed ? [] : [addresses]), endpoints ? fallback : ips, ...always];
}

const always: readonly Loss[] = [
  [
    'a preseed has no word for `underlay.interface` and `subnet`',
    (node) => Object.keys(declared(node)).some((key) => key !== 'ip'),
  ],
  ['a preseed has no word for `ssh`', ({ ssh }) => Object.keys(ssh).length > 0],
  ['a preseed has no word for `connection: local`', ({ connection }) => connection === 'local'],
  ['a preseed has no word for `ovs`', ({ ovs }) => Object.keys(ovs).length > 0],
  ['a preseed has no word for `system_id`', ({ systemId }) => systemId !== null],
  ['a preseed has no word for `vars`', ({ vars }) => Object.keys(vars).length > 0],
  ['a preseed has no word for groups', ({ groups }) => groups.length > 0],
];
