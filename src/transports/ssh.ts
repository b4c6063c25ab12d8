import type { Connector, Session } from '../engine/ports.ts';
import type { Result } from '../model/result.ts';
import type { Problem } from '../problems/problem.ts';
import type { Become } from './become.ts';
import { chooser, type Program } from './choose.ts';
import type { Destination } from './destination.ts';
import { memo } from './files.ts';
import { resolver } from './resolve.ts';
import { becomes, outputLimitOf, sshOf, type TransportSettings } from './settings.ts';
import { trustStore } from './trust/trust.ts';

/** Both ways over SSH, as one: which of them a host needs is decided before it is dialled. */
export type SshConnector = (
  target: Destination,
  options: SessionOptions,
  signal: AbortSignal,
) => Promise<Result<Session, Problem>>;

export interface SessionOptions {
  readonly become: Become;
  /** Bytes per stream. */
  readonly outputLimit: number;
}

export function sshConnector(settings: TransportSettings): Connector {
  const trust = trustStore(settings);
  const resolve = resolver(settings);
  const choose = chooser(trust);
  const connector = memo((program: Program) => load(program));
  return {
    connect: async (node, signal) => {
      const target = await resolve(node, signal);
      if (!target.ok) return target;
      const become = becomes(settings, node);
      if (!become.ok) return become;
      const options = { become: become.value, outputLimit: outputLimitOf(settings) };
      const wanted = sshOf(settings, node).transport ?? 'auto';
      const { program, because } = await choose(target.value, wanted);
      if (because.length > 0) settings.remark?.(node.name, `${program}: ${because.join(', ')}`);
      const reach = async (by: Program) => (await connector(by))(target.value, options, signal);
      const session = await reach(program);
      // Nobody has tried to log in yet.
      if (session.ok || session.error.kind !== 'no-common-algorithm' || wanted !== 'auto')
        return session;
      settings.remark?.(node.name, `openssh: no ${session.error.what} in common`);
      return reach('openssh');
    },
  };

  async function load(program: Program): Promise<SshConnector> {
    return program === 'ssh2'
      ? (await import('./ssh2/connector.ts')).ssh2Connector(trust, settings.passphrase)
      : (await import('./openssh/connector.ts')).opensshConnector(trust, settings);
  }
}
