import type { Bfd, Tunnel } from '../../model/facts.ts';
import type { Problem } from '../../problems/problem.ts';
import { ok, type Result } from '../../model/result.ts';
import { catchPort } from '../catch/port.ts';
import { counterMap, optionalText, parseTable, stringMap, type Row } from './ovs-table.ts';

/**
 * The tunnels of a node, from the tables Interface (one text for each tunnel type) and Port.
 * Which chassis a tunnel leads to stands at its Port only (ovn-controller, encaps.c).
 */
export function parseTunnels(
  interfaces: readonly string[],
  ports: string,
): Result<readonly Tunnel[], Problem> {
  const chassis = parseChassis(ports);
  if (!chassis.ok) return chassis;
  const tunnels: Tunnel[] = [];
  for (const text of interfaces) {
    const rows = parseTable('ovs-vsctl find Interface', text);
    if (!rows.ok) return rows;
    for (const row of rows.value) {
      if (row('name') === catchPort) continue;
      const parsed = tunnel(row, chassis.value);
      if (!parsed.ok) return parsed;
      tunnels.push(parsed.value);
    }
  }
  return ok(tunnels);
}

function tunnel(row: Row, chassis: ReadonlyMap<string, string>): Result<Tunnel, Problem> {
  const options = stringMap(row('options'));
  const status = stringMap(row('status'));
  const statistics = counterMap(row('statistics'));
  const bfd = bfdOf(row);
  if (!options.ok) return options;
  if (!status.ok) return status;
  if (!statistics.ok) return statistics;
  if (!bfd.ok) return bfd;
  const port = String(row('name'));
  return ok({
    port,
    ...named(chassis.get(port)),
    ofport: ofport(row('ofport')),
    error: optionalText(row('error')),
    ...ends(options.value),
    egress: status.value['tunnel_egress_iface'] ?? null,
    received: statistics.value['rx_packets'] ?? 0,
    sent: statistics.value['tx_packets'] ?? 0,
    bfd: bfd.value,
  });
}

function named(id: string | undefined) {
  return { id: id ?? null, chassis: id?.replace(/@[^@]*$/, '') ?? null };
}

function bfdOf(row: Row): Result<Bfd | null, Problem> {
  const [wanted, status] = [stringMap(row('bfd')), stringMap(row('bfd_status'))];
  if (!wanted.ok) return wanted;
  if (!status.ok) return status;
  if (wanted.value['enable'] !== 'true') return ok(null);
  const { state = null, flap_count: flaps } = status.value;
  return ok({ state, flaps: /^\d{1,9}$/.test(flaps ?? '') ? Number(flaps) : 0 });
}

function ofport(cell: unknown): number | null {
  return typeof cell === 'number' ? cell : null;
}

function ends(options: Readonly<Record<string, string>>) {
  return {
    remoteIp: options['remote_ip'] ?? null,
    localIp: options['local_ip'] ?? null,
    secured: ['psk', 'remote_cert', 'remote_name'].some((key) => Object.hasOwn(options, key)),
  };
}

/** By port name: `ovn-chassis-id` is `<chassis>@<remote>`, from OVN 24.03 on with `%<local>`. */
function parseChassis(text: string): Result<ReadonlyMap<string, string>, Problem> {
  const rows = parseTable('ovs-vsctl list Port', text);
  if (!rows.ok) return rows;
  const found = new Map<string, string>();
  for (const row of rows.value) {
    const ids = stringMap(row('external_ids'));
    if (!ids.ok) return ids;
    const id = ids.value['ovn-chassis-id'];
    if (id !== undefined) found.set(String(row('name')), id);
  }
  return ok(found);
}
