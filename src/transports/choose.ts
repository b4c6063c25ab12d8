import { existsSync, readFileSync } from 'node:fs';
import type { Outcome } from '../engine/ports.ts';
import type { SshSpec } from '../model/inventory.ts';
import { runChild } from './child.ts';
import type { Destination } from './destination.ts';
import { memo } from './files.ts';
import { whole } from './hold.ts';
import type { TrustStore } from './trust/trust.ts';

export type Program = 'ssh2' | 'openssh';

/** Which of the two reaches a host, and why it is not ssh2. */
interface Choice {
  readonly program: Program;
  /** Empty: nothing speaks against ssh2. */
  readonly because: readonly string[];
}

export type Chooser = (
  target: Destination,
  wanted: NonNullable<SshSpec['transport']>,
) => Promise<Choice>;

/** Chooses before anything is dialled: a login that fails may be penalised, so there is one only. */
export function chooser(trust: TrustStore): Chooser {
  const certified = memo(agentHasCertificate);
  let ticket: Promise<boolean> | undefined;
  return async (target, wanted) => {
    if (wanted !== 'auto') return { program: wanted, because: [`transport: ${wanted}`] };
    const because = await needs(target);
    return { program: because.length > 0 ? 'openssh' : 'ssh2', because };
  };

  /** Its own needs, and those of the jump hosts before it. */
  async function needs(target: Destination): Promise<readonly string[]> {
    const { agent, via } = target;
    const trusted = await trust(target);
    return [
      ...target.needs,
      ...(trusted.ok && trusted.value.byAuthority ? ['@cert-authority in known_hosts'] : []),
      ...filesOf(target).flatMap(needOfFile),
      ...(target.gssapi && (await (ticket ??= hasTicket())) ? ['a Kerberos ticket'] : []),
      ...(agent !== null && (await certified(agent)) ? ['a certificate in the agent'] : []),
      ...(via === null ? [] : await needs(via)),
    ];
  }
}

function filesOf({ identities: { named, configured, usual } }: Destination): readonly string[] {
  return [...(named === null ? [] : [named]), ...configured, ...usual];
}

/** OpenSSH takes `KEY-cert.pub` by itself, and `ssh -G` does not tell. */
function needOfFile(file: string): readonly string[] {
  const certificate = `${file}-cert.pub`;
  if (existsSync(certificate)) return [`the certificate ${certificate}`];
  return firstWord(`${file}.pub`).startsWith('sk-') ? [`the FIDO key ${file}`] : [];
}

function firstWord(file: string): string {
  try {
    return readFileSync(file, 'utf8').split(' ', 1)[0] ?? '';
  } catch {
    return '';
  }
}

/** Keys that ssh2 passes over: certificates, and those of FIDO tokens. */
async function agentHasCertificate(agent: string): Promise<boolean> {
  if (!existsSync(agent)) return false;
  const listed = await ask(['env', `SSH_AUTH_SOCK=${agent}`, 'ssh-add', '-L']);
  return listed !== null && /^(\S+-cert-v01@openssh\.com|sk-\S+) /m.test(listed.stdout);
}

/** klist(1), -s: silent, and exit 0 where there is a ticket that holds. */
async function hasTicket(): Promise<boolean> {
  return (await ask(['klist', '-s']))?.exit === 0;
}

/** What a program says; null: it is not there, or hangs. */
async function ask(argv: readonly [string, ...string[]]): Promise<Outcome | null> {
  const absent = () => ({ kind: 'no-ssh', why: argv[0] }) as const;
  const late = { kind: 'timed-out', phase: argv[0], seconds: 2, reached: false } as const;
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(late), 2_000);
  const answer = await runChild({ argv, feed: whole(''), limit: 1 << 20, absent }, deadline.signal);
  clearTimeout(timer);
  return answer.ok ? answer.value : null;
}
