import type { Connector } from '../engine/ports.ts';
import type { SshSpec } from '../model/inventory.ts';
import { connectorFor, openSshFiles } from '../transports/index.ts';
import type { Context } from './context.ts';
import type { Reach } from './options.ts';

/** The real transports, with what flags and environment say of them. */
export function realConnector(
  options: Partial<Reach>,
  { home, user, env }: Pick<Context, 'home' | 'user' | 'env'>,
): Connector {
  const agent = env['SSH_AUTH_SOCK'];
  return connectorFor({
    user,
    home,
    ...openSshFiles(home),
    ...(agent === undefined ? {} : { agent }),
    overrides: sshOf(options),
  });
}

/** What the flags say of the connection, as an inventory would. */
export function sshOf(
  { user, privateKey, knownHosts, become }: Partial<Reach>,
  path: (typed: string) => string = (typed) => typed,
): SshSpec {
  return {
    ...(user === undefined ? {} : { user }),
    ...(privateKey === undefined ? {} : { identity_file: path(privateKey) }),
    ...(knownHosts === undefined ? {} : { known_hosts: path(knownHosts) }),
    ...(become === undefined ? {} : { become }),
  };
}
