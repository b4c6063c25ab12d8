import type { Problem } from '../model/problem.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { Outcome, Session } from './ports.ts';

type Connect = (signal: AbortSignal) => Promise<Result<Session, Problem>>;

/**
 * A session that outlives its connection: a script whose connection breaks fails, for nobody knows
 * how far it came, but the next one goes over a new connection.
 */
export function lasting(first: Session, connect: Connect): Session {
  let current: Session | null = first;
  const drop = (): void => {
    current?.close();
    current = null;
  };
  return {
    run: async (script, signal): Promise<Result<Outcome, Problem>> => {
      const session = current === null ? await connect(signal) : ok(current);
      if (!session.ok) return err(session.error);
      current = session.value;
      const outcome = await current.run(script, signal);
      if (!outcome.ok) drop();
      return outcome;
    },
    close: drop,
  };
}
