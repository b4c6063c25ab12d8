import {
  closed,
  flag,
  integer,
  listOf,
  noted,
  nullable,
  text,
  textMap,
  textOrNull,
} from './parts.ts';

const nic = closed({
  name: text,
  up: flag,
  carrier: flag,
  mtu: integer,
  mac: textOrNull,
  rp_filter: noted('sysctl rp_filter as it holds: 0 none, 1 strict, 2 loose.', integer),
  addresses: listOf(
    closed({
      address: text,
      prefix: integer,
      scope: text,
      usable: noted('Neither tentative nor deprecated.', flag),
      secondary: flag,
    }),
  ),
});

const ovs = closed({
  vsctl: noted('The command that answered.', text),
  db: noted('--db of the inventory.', textOrNull),
  version: textOrNull,
  vswitchd_answers: noted('null: it could not be asked.', { type: ['boolean', 'null'] }),
  flows: nullable(closed({ current: integer, dump_ms: integer })),
  external_ids: textMap,
  other_config: textMap,
});

const tunnel = closed({
  port: text,
  id: noted('ovn-chassis-id of the port; null: ovn-controller did not make it.', textOrNull),
  chassis: textOrNull,
  remote_ip: textOrNull,
  local_ip: noted('null: the kernel chooses the source address.', textOrNull),
  ofport: noted('Negative: OVS could not make the port.', { type: ['integer', 'null'] }),
  error: textOrNull,
  egress: noted('The NIC of the route to the peer.', textOrNull),
  received: noted('Packets.', integer),
  sent: noted('Packets.', integer),
  bfd: nullable(closed({ state: textOrNull, flaps: integer })),
  secured: noted('IPsec is configured on it.', flag),
});

const microovn = closed({
  version: textOrNull,
  extensions: nullable(listOf(text)),
  unread: noted('Why it did not answer.', textOrNull),
});

const snap = closed({
  revision: textOrNull,
  held: { type: ['boolean', 'null'] },
  refresh_in: noted('Seconds, or `held`; null: not known.', {
    anyOf: [{ type: 'integer' }, { const: 'held' }, { type: 'null' }],
  }),
});

const lxd = closed({
  networks: noted(
    'The OVN networks, with their bridge.mtu.',
    nullable(listOf(closed({ name: text, project: text, mtu: { type: ['integer', 'null'] } }))),
  ),
  projects: noted('all, or default: older versions list no others.', textOrNull),
  unread: noted('Why it was not read.', textOrNull),
});

/** What `facts` shows of one node. */
export const factsSchema = closed({
  hostname: text,
  management_ip: noted("The node's end of the SSH connection.", textOrNull),
  nics: listOf(nic),
  ovs,
  ovn_version: textOrNull,
  ovn_running: flag,
  controller_pid: { type: ['integer', 'null'] },
  tunnels: listOf(tunnel),
  vif_endpoints: listOf(closed({ interface: text, ip: text })),
  system_id: textOrNull,
  system_id_source: textOrNull,
  system_id_file: textOrNull,
  microovn: nullable(microovn),
  members: noted(
    "Those of MicroOVN's cluster, where this node was asked; is_chassis: it runs that service.",
    nullable(listOf(closed({ name: text, address: textOrNull, is_chassis: flag }))),
  ),
  microovn_snap: nullable(snap),
  lxd: nullable(lxd),
  timers: listOf(closed({ run: text, owner: text, seconds_left: integer, alive: flag })),
  effective: noted(
    'The keys that OVN looks for, with the value that it takes and where that stands.',
    listOf(closed({ key: text, value: text, source: text })),
  ),
});
