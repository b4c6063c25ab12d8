import type { SouthboundMove } from '../../model/move.ts';
import type { Problem } from '../../problems/problem.ts';
import { moveQuestion } from '../../remote/southbound/question.ts';
import { lookAll, put, type Look, type Terms } from '../read/southbound.ts';
import type { Target } from '../read/observe.ts';

const pauseMs = 100;

/**
 * Re-addresses southbound rows in one transaction, and waits until every server holds them: whoever
 * listens to one that lags would make its tunnels anew. What is wrong is returned.
 */
export async function moveSouthbound(
  move: SouthboundMove,
  { session, facts: { ovs } }: Target,
  terms: Terms,
): Promise<Problem | null> {
  const via = { name: move.via, session, ovs };
  const unmoved = (reason: string): Problem => ({
    kind: 'southbound-unmoved',
    via: move.via,
    reason,
  });
  const done = await put(moveQuestion(ovs, move), via, terms);
  for (;;) {
    const looks = await lookAll(move.remote, via, terms);
    const amiss = looks.flatMap((each) => amissIn(each, move));
    const late = amiss.find(({ isLate }) => isLate);
    const [missing] = amiss;
    // A transaction that nobody knows the end of may have landed all the same.
    if (missing === undefined) return null;
    // Nobody stands still for the sake of a server that does not answer, which is all once time is over.
    if (!done.ok || late === undefined) return unmoved(done.ok ? missing.reason : done.error);
    await terms.world.clock.sleep(pauseMs, terms.signal);
  }
}

/** What is not as it should be: a server that is late will follow. */
function amissIn({ server, look }: Look, { chassis, encaps }: SouthboundMove) {
  const amiss = (reason: string, isLate = false) => [{ reason: `${server} ${reason}`, isLate }];
  if (!look.ok) return amiss(`does not answer: ${look.error}`);
  const has = look.value;
  if (chassis !== null && has.chassis.toSorted().join() !== chassis.toSorted().join())
    return amiss('has other chassis by now');
  const old = encaps.find(({ uuid, after }) => has.encaps.get(uuid) !== after);
  return old === undefined
    ? []
    : amiss(`holds ${has.encaps.get(old.uuid)}, not ${old.after}`, true);
}
