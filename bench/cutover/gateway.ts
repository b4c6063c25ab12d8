import type { Lab } from '../../test/lab/lab.ts';
import { centralOf, gatewayPort } from './southbound.ts';

export interface GatewayMeter {
  /** How often the gateway went to another chassis, or to none. */
  stop(): Promise<number>;
}

/** A router whose uplink is on the first node, and on the second when the first one is not heard. */
export async function makeGateway(lab: Lab): Promise<void> {
  const [first, second] = lab.nodes;
  if (first === undefined || second === undefined) throw new Error('a gateway needs two nodes');
  const commands = [
    'lr-add router',
    ...linkOf('overlay', '02:00:00:ff:00:01 192.0.2.1/24'),
    'ls-add outside',
    ...linkOf('outside', '02:00:00:ff:00:02 203.0.113.1/24'),
    `lrp-set-gateway-chassis to-outside ${first.name} 20`,
    `lrp-set-gateway-chassis to-outside ${second.name} 10`,
  ];
  await centralOf(lab).sh(`ovn-nbctl ${commands.join(' -- ')}`);
}

function linkOf(network: string, addresses: string): readonly string[] {
  return [
    `lrp-add router to-${network} ${addresses}`,
    `lsp-add ${network} from-${network}`,
    `lsp-set-type from-${network} router`,
    `lsp-set-addresses from-${network} router`,
    `lsp-set-options from-${network} router-port=to-${network}`,
  ];
}

/** Counts from when it returns; 0 where there is no gateway. */
export async function watchGateway(lab: Lab): Promise<GatewayMeter> {
  const table = ['OVN_Southbound', 'Port_Binding', 'logical_port,chassis'];
  const socket = 'unix:/run/ovn/ovnsb_db.sock';
  const monitor = ['ovsdb-client', 'monitor', '-f', 'csv', socket, ...table];
  // A shell's background job ignores the interrupt that stops it, unless it handles it.
  const running = centralOf(lab).start(['env', '--default-signal=INT', ...monitor]);
  await running.says('initial');
  const change = new RegExp(`^[^,]*,new,"?${gatewayPort}\\b`, 'gm');
  return { stop: async () => [...(await running.stop()).stdout.matchAll(change)].length };
}
