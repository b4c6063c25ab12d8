import { publish, type ModelSouthbound } from './southbound.ts';
import type { ModelTunnel, Tables } from './vsctl.ts';

/** What an ovn-controller knows of its node. */
export interface Controlled extends Tables {
  readonly name: string;
  ovnVersion: string | null;
  /** null: no ovn-controller runs. */
  controllerPid: number | null;
  southbound: ModelSouthbound | null;
  /** BFD runs in its tunnels, as with gateways. */
  gateways: boolean;
  /** Looks at the databases that it still takes until it follows them. */
  lag: number;
  /** Numbers of ports are never used twice. */
  ports: number;
  /** Peers whose tunnel OVS refuses until it looks at its whole configuration again. */
  readonly refused: Set<string>;
}

/**
 * What ovn-controller does at each look: publishes its endpoint, and keeps the tunnels that are as it
 * would make them, of all others none (chassis.c, encaps.c). Without a type it stands still.
 */
export function follow(node: Controlled): void {
  for (const tunnel of node.tunnels.values()) hear(tunnel);
  const { southbound, row } = node;
  const own = row.external_ids.get('ovn-encap-ip');
  if (southbound === null || node.controllerPid === null || own === undefined) return;
  if (!row.external_ids.has('ovn-encap-type')) return;
  if (node.lag > 0) {
    node.lag -= 1;
    return;
  }
  publish(southbound, node.name, own);
  keep(
    node,
    [...southbound.chassis].flatMap(([name, { ip }]) =>
      name === node.name ? [] : [endsOf(node, name, own, ip)],
    ),
  );
}

function keep(node: Controlled, ends: readonly Ends[]): void {
  for (const [port, tunnel] of node.tunnels) {
    if (!ends.some((end) => isAs(end, tunnel))) node.tunnels.delete(port);
  }
  const there = new Set([...node.tunnels.values()].map(({ id }) => id));
  for (const end of ends) if (!there.has(end.id)) make(node, end);
}

function isAs(end: Ends, tunnel: ModelTunnel): boolean {
  const { id, remoteIp, localIp } = tunnel;
  return end.id === id && end.remoteIp === remoteIp && end.localIp === localIp;
}

const looksOfBfd = 6;

/** BFD comes up some looks after its port. */
function hear(tunnel: ModelTunnel): void {
  tunnel.looks += 1;
  if (tunnel.bfd?.state === 'init' && tunnel.looks > looksOfBfd)
    tunnel.bfd = { state: 'up', flaps: 1 };
}

type Ends = ReturnType<typeof endsOf>;

function endsOf(node: Controlled, chassis: string, own: string, remoteIp: string) {
  const { row, ovnVersion } = node;
  const [year = 0, month = 0] = (ovnVersion ?? '').split('.').map(Number);
  const since = (series: number): boolean => year * 100 + month >= series;
  const asked = row.external_ids.get('ovn-set-local-ip') === 'true';
  const id = `${chassis}@${remoteIp}${since(2403) ? `%${own}` : ''}`;
  return { chassis, id, remoteIp, localIp: asked || since(2409) ? own : null };
}

function make(node: Controlled, { chassis, ...ends }: Ends): void {
  node.ports += 1;
  const refused = node.refused.has(chassis);
  node.tunnels.set(`ovn-${chassis}-${node.ports}`, {
    ...ends,
    ofport: refused ? -1 : node.ports,
    error: refused ? 'could not add network device ovn to ofproto (File exists)' : null,
    bfd: node.gateways ? { state: 'init', flaps: 0 } : null,
    looks: 0,
    sent: 0,
    received: 0,
  });
}
