import { argumentsOf } from '../config/ask.ts';
import type { Destination } from '../destination.ts';

type Argv = readonly [string, ...string[]];

/** The one connection that all sessions of a host share; `hop` is the socket of its jump host's. */
export function masterArgv(target: Destination, { control, hop, acceptNew }: Terms): Argv {
  const { named, configured, usual } = target.identities;
  const files = [...(named === null ? [] : [named]), ...configured, ...usual];
  return [
    'ssh',
    '-v',
    '-M',
    '-N',
    '-T',
    ...files.flatMap((file) => ['-o', `IdentityFile=${quoted(file)}`]),
    ...options({
      ...always,
      StrictHostKeyChecking: acceptNew ? 'accept-new' : 'yes',
      // The same files as the other way over SSH takes, whoever named them.
      UserKnownHostsFile: target.knownHosts.files.map(quoted).join(' '),
      GlobalKnownHostsFile: 'none',
      IdentityAgent: quoted(target.agent ?? 'none'),
      ...(hop === null ? {} : { ProxyCommand: through(hop) }),
      ControlPath: control,
    }),
    ...argumentsOf(target.asked),
  ];
}

interface Terms {
  /** The socket to make. */
  readonly control: string;
  /** The socket of the jump host's connection. */
  readonly hop: string | null;
  readonly acceptNew: boolean;
}

/** A session over a living connection; without one it fails, and never logs in by itself. */
export function sessionArgv(control: string, command: string): Argv {
  return ['ssh', ...slave(control), '-T', '--', 'node', command];
}

// Without a configuration there is nothing to override: no RemoteCommand, no Match exec.
function slave(control: string): readonly string[] {
  const bare = { BatchMode: 'yes', ControlMaster: 'no', ProxyCommand: 'false' };
  return ['-F', 'none', ...options({ ...bare, ControlPath: control })];
}

/** What connects to a host by way of a living connection; ssh fills in %h and %p. */
function through(control: string): string {
  return `ssh ${slave(control).join(' ')} -W [%h]:%p -- node`;
}

/** What a configuration may not change: who is trusted, what runs on the node, what is opened. */
const always = {
  BatchMode: 'yes',
  NoHostAuthenticationForLocalhost: 'no',
  CheckHostIP: 'no',
  UpdateHostKeys: 'no',
  ControlPersist: 'no',
  RemoteCommand: 'none',
  RequestTTY: 'no',
  PermitLocalCommand: 'no',
  ForwardAgent: 'no',
  ForwardX11: 'no',
  ClearAllForwardings: 'yes',
  ServerAliveInterval: '5',
  ServerAliveCountMax: '3',
  LogLevel: 'DEBUG1',
} as const;

/** For ssh_config(5): blanks are part of the name, and no `%` is a token. */
function quoted(file: string): string {
  const literal = file.replaceAll('%', '%%');
  return /\s/.test(literal) ? `"${literal}"` : literal;
}

function options(values: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(values).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
}
