import { setTimeout as sleep } from 'node:timers/promises';

/** Far above what anything here takes, for a machine may be busy with other tests. */
const patienceMs = 45_000;

/** Asks until it gets no objection; the last one is the error. */
export async function eventually(
  what: string,
  objection: () => Promise<string | null>,
): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const found = await objection();
    if (found === null) return;
    if (Date.now() > deadline) throw new Error(`not in time: ${what}: ${found}`);
    await sleep(200);
  }
}
