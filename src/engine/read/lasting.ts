import type { Problem } from '../../problems/problem.ts';
import { ok, type Result } from '../../model/result.ts';
import type { Session } from '../ports.ts';

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
  const dropping = <T>(result: Result<T, Problem>): Result<T, Problem> => {
    if (!result.ok) drop();
    return result;
  };
  const session = async (signal: AbortSignal): Promise<Result<Session, Problem>> => {
    const opened = current === null ? await connect(signal) : ok(current);
    if (opened.ok) current = opened.value;
    return opened;
  };
  return {
    run: async (script, signal) => {
      const opened = await session(signal);
      return opened.ok ? dropping(await opened.value.run(script, signal)) : opened;
    },
    hold: async (script, signal) => {
      const opened = await session(signal);
      const held = opened.ok ? dropping(await opened.value.hold(script, signal)) : opened;
      if (!held.ok) return held;
      return ok({ ...held.value, go: async () => dropping(await held.value.go()) });
    },
    close: drop,
  };
}
