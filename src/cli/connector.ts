import type { Connector } from '../engine/ports.ts';
import type { SshSpec } from '../model/inventory.ts';
import { connectorFor, openSshFiles } from '../transports/index.ts';
import type { Context } from './context.ts';
import type { ConnectionOptions } from './options.ts';

/** The real transports, with what flags and environment say of them. */
export function realConnector(
  options: ConnectionOptions,
  { home, user, env }: Pick<Context, 'home' | 'user' | 'env'>,
): Connector {
  const agent = env['SSH_AUTH_SOCK'];
  return connectorFor({
    user,
    home,
    ...openSshFiles(home),
    ...(agent === undefined ? {} : { agent }),
    overrides: overrides(options),
  });
}

function overrides({ user, privateKey, knownHosts, become }: ConnectionOptions): SshSpec {
  return {
    ...(user === undefined ? {} : { user }),
    ...(privateKey === undefined ? {} : { identity_file: privateKey }),
    ...(knownHosts === undefined ? {} : { known_hosts: knownHosts }),
    ...(become === undefined ? {} : { become }),
  };
}
