import type { ModelTunnel, Tables } from './vsctl.ts';

/** What `ovs-vsctl --format=json` prints for the facts script: a document for each table, one a line. */
export function tablesText({ row, tunnels }: Tables): string {
  const { external_ids, other_config } = row;
  const switches = [[map([...external_ids]), map([...other_config]), '3.1.0']];
  const rows = [...tunnels];
  const ports = rows.map(([name, { id }]) => [name, map([['ovn-chassis-id', id]])]);
  return [
    document(['external_ids', 'other_config', 'ovs_version'], switches),
    document(['name', 'external_ids'], []),
    document(interfaceColumns, rows.map(interfaceRow)),
    document(interfaceColumns, []),
    document(['name', 'external_ids'], ports),
  ].join('\n');
}

const interfaceColumns = [
  'name',
  'ofport',
  'options',
  'error',
  'status',
  'statistics',
  'bfd',
  'bfd_status',
];

function interfaceRow([name, tunnel]: readonly [string, ModelTunnel]) {
  const { ofport, remoteIp, localIp, error, sent, received, bfd } = tunnel;
  const local = localIp === null ? [] : [['local_ip', localIp]];
  return [
    name,
    ofport,
    map([['remote_ip', remoteIp], ...local]),
    error ?? ['set', []],
    map([]),
    map([
      ['rx_packets', received],
      ['tx_packets', sent],
    ]),
    map(bfd === null ? [] : [['enable', 'true']]),
    map(
      bfd === null
        ? []
        : [
            ['state', bfd.state],
            ['flap_count', String(bfd.flaps)],
          ],
    ),
  ];
}

function map(pairs: readonly (readonly unknown[])[]) {
  return ['map', pairs];
}

function document(headings: readonly string[], data: readonly unknown[]): string {
  return JSON.stringify({ data, headings });
}
