import type { Connector } from '../engine/ports.ts';
import type { NodeSpec } from '../model/inventory.ts';
import { memo } from './files.ts';
import type { TransportSettings } from './settings.ts';

export { openSshFiles, type TransportSettings } from './settings.ts';

type Transport = (settings: TransportSettings) => Promise<Connector>;

/** One line a transport; each is loaded when the first node asks for it. */
const transports: Readonly<Record<NodeSpec['connection'], Transport>> = {
  ssh: async (settings) => (await import('./ssh.ts')).sshConnector(settings),
  local: async (settings) => (await import('./local/connector.ts')).localConnector(settings),
};

/** Reaches each node by its `connection`; keys, agent and known_hosts are read once for all. */
export function connectorFor(settings: TransportSettings): Connector {
  const connector = memo((connection: NodeSpec['connection']) => transports[connection](settings));
  return {
    connect: async (node, signal) => (await connector(node.connection)).connect(node, signal),
  };
}
