import { expandTokens, valueOf, type SshConfig, type Tokens } from './parse.ts';

/** What a host's configuration asks for that ssh2 cannot do, in words; ssh_config(5). */
export function needsOf(config: SshConfig, tokens: Tokens): readonly string[] {
  const named = Object.entries(beyond).flatMap(([keyword, word]) => {
    const value = valueOf(config, keyword);
    return value === null || value === 'no' || value === 'false' ? [] : [word];
  });
  return [...named, ...(unknownToken(config, tokens) ? ['a token in IdentityFile'] : [])];
}

/** By keyword; `gssapiauthentication` is on in what Debian ships, and counts only with a ticket. */
const beyond: Readonly<Record<string, string>> = {
  proxycommand: 'ProxyCommand',
  knownhostscommand: 'KnownHostsCommand',
  certificatefile: 'CertificateFile',
  revokedhostkeys: 'RevokedHostKeys',
  bindaddress: 'BindAddress',
  bindinterface: 'BindInterface',
  pkcs11provider: 'PKCS11Provider',
  verifyhostkeydns: 'VerifyHostKeyDNS',
  hostbasedauthentication: 'HostbasedAuthentication',
};

function unknownToken(config: SshConfig, tokens: Tokens): boolean {
  const files = config.get('identityfile') ?? [];
  return files.some((file) => expandTokens(file, tokens) === null);
}
