import { join } from 'node:path';
import { userInfo } from 'node:os';
import type { NodeSpec } from '../../model/inventory.ts';
import type { Destination, Identities, KnownHostsFiles } from '../destination.ts';
import { inHome, sshOf, type TransportSettings } from '../settings.ts';
import { knownHostName } from '../trust/known-hosts.ts';
import type { Asked } from './ask.ts';
import { needsOf } from './needs.ts';
import { expandTokens, valueOf, wordsOf, type SshConfig, type Tokens } from './parse.ts';

export interface Said {
  readonly settings: TransportSettings;
  /** A node; a jump host has none, and nothing but OpenSSH's configuration. */
  readonly node: NodeSpec | undefined;
}

/** Where a host is and what is known of it; its jump hosts are looked for elsewhere. */
export function destinationOf(asked: Asked, config: SshConfig, said: Said): Destination {
  const { settings } = said;
  const { host, port, user } = whereIs(asked, config, settings);
  const here = { home: userInfo().homedir, user: settings.user, remoteUser: user, host, port };
  const tokens: Tokens = { ...here, typed: asked.host };
  const alias = valueOf(config, 'hostkeyalias');
  return {
    asked,
    host,
    port,
    user,
    name: knownHostName(host, port),
    filed: alias === null ? { host, port } : { host: alias, port: 22 },
    family: families[valueOf(config, 'addressfamily') ?? 'any'] ?? 0,
    identities: identitiesOf(config, tokens, said),
    agent: agentOf(config, settings),
    knownHosts: knownHostsOf(config, said),
    gssapi: config.size === 0 || valueOf(config, 'gssapiauthentication') === 'yes',
    hostKeyAlgorithms: valueOf(config, 'hostkeyalgorithms')?.split(',') ?? null,
    via: null,
    needs: needsOf(config, tokens),
  };
}

function whereIs(asked: Asked, config: SshConfig, settings: TransportSettings) {
  const host = valueOf(config, 'hostname') ?? asked.host;
  const port = asked.port ?? Number(valueOf(config, 'port') ?? 22);
  return { host, port, user: asked.user ?? valueOf(config, 'user') ?? settings.user };
}

const families: Readonly<Record<string, 4 | 6>> = { inet: 4, inet6: 6 };

function identitiesOf(config: SshConfig, tokens: Tokens, { settings, node }: Said): Identities {
  const named = node && sshOf(settings, node).identity_file;
  const listed = (config.get('identityfile') ?? []).filter((name) => name !== 'none');
  const files = listed.flatMap((name) => expandTokens(name, tokens) ?? []);
  const usual = files.length === 0 || isUsual(files, tokens.home);
  return {
    named: named === undefined ? null : inHome(settings.home, named),
    configured: usual || named !== undefined ? [] : files,
    usual: usual ? settings.identityFiles : [],
    only: valueOf(config, 'identitiesonly') === 'yes',
  };
}

/** OpenSSH prints the names that it tries by itself, where the user names none. */
function isUsual(files: readonly string[], home: string): boolean {
  const usual = new RegExp(
    `^${join(home, '.ssh', 'id_').replaceAll('.', '\\.')}(rsa|dsa|xmss|(ecdsa|ed25519)(_sk)?)$`,
  );
  return files.length > 1 && files.every((file) => usual.test(file));
}

/** IdentityAgent: a socket, `none`, SSH_AUTH_SOCK, or a variable's name after a `$`. */
function agentOf(config: SshConfig, settings: TransportSettings): string | null {
  const [said] = config.get('identityagent') ?? [];
  if (said === 'none') return null;
  const usual = settings.agent ?? null;
  return said === undefined || said === 'SSH_AUTH_SOCK' || said === '$SSH_AUTH_SOCK' ? usual : said;
}

function knownHostsOf(config: SshConfig, { settings, node }: Said): KnownHostsFiles {
  const named = node && sshOf(settings, node).known_hosts;
  const hashes = valueOf(config, 'hashknownhosts') === 'yes';
  if (named !== undefined) return { files: [inHome(settings.home, named)], named: true, hashes };
  const keywords = ['userknownhostsfile', 'globalknownhostsfile'];
  const files = keywords.flatMap((keyword) => wordsOf(config, keyword));
  return { files: files.length > 0 ? files : settings.knownHosts, named: false, hashes };
}
