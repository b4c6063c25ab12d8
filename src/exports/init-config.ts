import type { NodeSpec } from '../model/inventory.ts';
import { declared, type Exporter, type Loss, notesOn } from './exporter.ts';
import { keys } from '../ovn/keys.ts';

/**
 * What MicroOVN is told of the underlay when a node is bootstrapped or joins, as JSON: one map for all
 * nodes, `<node>.ovn-encap-ip`, as LX060 has it; in style `microovn` by node the map that MicroOVN
 * takes, as `config` of a bootstrap and `ovn_config` of a join. A node without the key gets its own address.
 */
export const initConfig: Exporter = (inventory, style) => {
  const known = inventory.nodes.flatMap(endpointOf);
  const entries = known.map(({ name, ip }) =>
    style === 'microovn' ? [name, { [key]: ip }] : [`${name}.${key}`, ip],
  );
  const text = `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;
  const remarks = known.length === 0 ? [] : [...(style === undefined ? [landed] : []), ignored];
  return { text, notes: [...notesOn(inventory, losses), ...remarks] };
};

const key = keys.encapIp;

const landed =
  'this is the map of the specification; MicroOVN takes one map for each node: --style microovn';

const ignored =
  'a MicroOVN without the API extension custom_encapsulation_ip ignores the key; `mcreconcile apply` sets the endpoint all the same';

function endpointOf(node: NodeSpec) {
  const ip = declared(node).ip?.address.text;
  return ip === undefined ? [] : [{ name: node.name, ip }];
}

const losses: readonly Loss[] = [
  [
    'without `underlay.ip` the endpoint is not known until the node is asked, and left out',
    (node) => Boolean(node.underlay) && endpointOf(node).length === 0,
  ],
];
