import type { Bfd, Tunnel } from '../../model/facts.ts';
import type { Problem } from '../../problems/problem.ts';
import { ok, together, type Result } from '../../model/result.ts';
import { catchPort } from '../catch/port.ts';
import { counterMap, idsIn, optionalText, parseTable, stringMap, type Row } from './ovs-table.ts';

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
  const read = together({
    options: stringMap(row('options')),
    status: stringMap(row('status')),
    statistics: counterMap(row('statistics')),
    bfd: bfdOf(row),
  });
  if (!read.ok) return read;
  const { options, status, statistics, bfd } = read.value;
  const [port, ofport] = [String(row('name')), row('ofport')];
  return ok({
    port,
    ...named(chassis.get(port)),
    ofport: typeof ofport === 'number' ? ofport : null,
    error: optionalText(row('error')),
    ...ends(options),
    egress: status['tunnel_egress_iface'] ?? null,
    received: statistics['rx_packets'] ?? 0,
    sent: statistics['tx_packets'] ?? 0,
    bfd,
  });
}

function named(id: string | undefined) {
  return { id: id ?? null, chassis: id?.replace(/@[^@]*$/, '') ?? null };
}

function bfdOf(row: Row): Result<Bfd | null, Problem> {
  const read = together({ wanted: stringMap(row('bfd')), status: stringMap(row('bfd_status')) });
  if (!read.ok) return read;
  const { wanted, status } = read.value;
  if (wanted['enable'] !== 'true') return ok(null);
  const { state = null, flap_count: flaps } = status;
  return ok({ state, flaps: /^\d{1,9}$/.test(flaps ?? '') ? Number(flaps) : 0 });
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
  const found = idsIn('ovs-vsctl list Port', text, 'ovn-chassis-id');
  return found.ok ? ok(new Map(found.value)) : found;
}
