import { connect } from 'node:net';
import type ssh2Module from 'ssh2';
import type { BaseAgent, OpenSSHAgent, ParsedKey } from 'ssh2';

/** The module as `await import('ssh2')` gives it. */
export type Ssh2 = typeof ssh2Module;

/** The keys that an ssh-agent holds; null: it does not answer. */
export function agentKeys(
  ssh2: Ssh2,
  path: string,
  signal: AbortSignal,
): Promise<readonly ParsedKey[] | null> {
  const agent = openAgent(ssh2, path, signal);
  return new Promise((resolve) => {
    agent.getIdentities((error, keys = []) =>
      resolve(error ? null : keys.filter((key) => 'getPublicSSH' in key)),
    );
  });
}

/** An agent that offers these keys only, and is not asked for its list again. */
export function agentOffering(
  ssh2: Ssh2,
  path: string,
  keys: readonly ParsedKey[],
  signal: AbortSignal,
): BaseAgent {
  const agent = openAgent(ssh2, path, signal);
  agent.getIdentities = (answer) => answer(null, [...keys]);
  return agent;
}

/** ssh2 never closes its connection to an agent that hangs; this one ends with the signal. */
function openAgent(ssh2: Ssh2, path: string, signal: AbortSignal): OpenSSHAgent {
  const agent = new ssh2.OpenSSHAgent(path);
  agent.getStream = (answer) => {
    const socket = connect({ path, signal });
    const refused = (error: Error) => answer(error);
    socket.once('error', refused);
    socket.once('connect', () => {
      socket.off('error', refused);
      answer(null, socket);
    });
  };
  return agent;
}
