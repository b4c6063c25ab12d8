import type { Connector } from '../engine/ports.ts';
import type { SshSpec } from '../model/inventory.ts';
import { connectorFor, openSshFiles } from '../transports/index.ts';
import { resolve } from 'node:path';
import type { Secrets } from './secrets.ts';
import type { Context, Remark } from './context.ts';
import type { Reach } from './options.ts';

/** The real transports, with what flags and environment say of them. */
export function realConnector(
  options: Partial<Reach>,
  { home, user, env }: Pick<Context, 'home' | 'user' | 'env'>,
  more: Secrets & { readonly remark?: Remark } = {},
): Connector {
  const agent = env['SSH_AUTH_SOCK'];
  const { sshConfig } = options;
  return connectorFor({
    user,
    home,
    ...openSshFiles(home),
    ...(agent === undefined ? {} : { agent }),
    ...(sshConfig === undefined || sshConfig === 'none' ? {} : { sshConfig: resolve(sshConfig) }),
    ...(sshConfig === 'none' ? { sshConfig } : {}),
    ...more,
    acceptNew: options.hostKeys === 'accept-new',
    overrides: sshOf(options),
  });
}

/** What the flags say of the connection, as an inventory would. */
export function sshOf(
  { user, privateKey, knownHosts, become, becomeMethod }: Partial<Reach>,
  path: (typed: string) => string = (typed) => typed,
): SshSpec {
  return {
    ...(user === undefined ? {} : { user }),
    ...(privateKey === undefined ? {} : { identity_file: path(privateKey) }),
    ...(knownHosts === undefined ? {} : { known_hosts: path(knownHosts) }),
    ...(become === undefined ? {} : { become: becomeMethod ?? become }),
  };
}
