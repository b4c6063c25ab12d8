import { access } from 'node:fs/promises';
import { err, ok, type Result } from '../../model/result.ts';
import { problemOf } from '../../engine/ports.ts';
import type { Problem } from '../../problems/problem.ts';
import type { Destination } from '../destination.ts';
import { fileReason } from '../files.ts';
import { dialAgain } from '../dial-again.ts';
import { shares, type Share } from '../shares.ts';
import type { SshConnector } from '../ssh.ts';
import { endLastLine } from '../trust/file-key.ts';
import type { TrustStore } from '../trust/trust.ts';
import type { TransportSettings } from '../settings.ts';
import { startMaster, type Master } from './master.ts';
import { opensshSession } from './session.ts';

/** Reaches hosts with the system's ssh(1): what ssh2 cannot do, it can. */
export function opensshConnector(
  trust: TrustStore,
  { acceptNew = false }: Pick<TransportSettings, 'acceptNew'>,
): SshConnector {
  const jumpHosts = shares<Destination, Master>({
    open,
    close: (master) => master.close(),
    onEnd: ({ ended }, forget) => ended.addEventListener('abort', forget),
  });
  return async (target, options, signal) => {
    const master = await open(target, signal);
    return master.ok ? ok(opensshSession(master.value, options)) : master;
  };

  async function open(target: Destination, signal: AbortSignal): Promise<Result<Master, Problem>> {
    if (signal.aborted) return err(problemOf(signal));
    const unusable = await objection(target);
    if (unusable !== null) return err(unusable);
    const trusted = await trust(target);
    if (!trusted.ok) return trusted;
    const { onFile } = trusted.value;
    if (acceptNew) endLastLine(target.knownHosts.files[0] ?? '');
    const dial = (hop: string | null) => {
      const once = () => startMaster(target, { hop, onFile, acceptNew, signal });
      return dialAgain(once, { close: (ready) => ready.close(), signal });
    };
    return target.via === null ? dial(null) : behind(await jumpHosts(target.via, signal), dial);
  }
}

/** A master that goes through another one's socket, and leaves it at its end. */
async function behind(
  hop: Result<Share<Master>, Problem>,
  dial: (hop: string) => Promise<Result<Master, Problem>>,
): Promise<Result<Master, Problem>> {
  if (!hop.ok) return hop;
  const master = await dial(hop.value.of.control);
  if (master.ok) master.value.ended.addEventListener('abort', () => hop.value.leave());
  else hop.value.leave();
  return master;
}

/** ssh(1) passes over a key that is not there; one that was asked for must be usable. */
async function objection({ identities: { named } }: Destination): Promise<Problem | null> {
  if (named === null) return null;
  const reason = await access(named).then(() => null, fileReason);
  return reason === null ? null : { kind: 'key-unusable', file: named, reason };
}
