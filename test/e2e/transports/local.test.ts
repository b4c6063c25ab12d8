import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import type { Session } from '../../../src/engine/ports.ts';
import type { NodeSpec } from '../../../src/model/inventory.ts';
import { until } from '../support/sshd.ts';
import { pathWithSudo } from '../support/sudo.ts';
import {
  after,
  late,
  problemIn,
  transportContract,
  valueOf,
} from '../support/transport-contract.ts';

import { sshBench } from '../support/ssh-bench.ts';

const { dir, node, open } = sshBench('ssh2');

transportContract('local', async ({ become = false, outputLimit = 8 << 20, sudo }) => {
  const local: NodeSpec = { ...node({ become }), connection: 'local' };
  const session = valueOf(await open({ outputLimit }, local));
  return sudo ? underPath(session, pathWithSudo(dir, sudo)) : session;
});

/** PATH is this process's own, so it may differ only while the program is looked up. */
function underPath(session: Session, path: string): Session {
  const under = <T>(start: () => T): T => {
    const before = process.env['PATH'];
    process.env['PATH'] = path;
    const running = start();
    process.env['PATH'] = before;
    return running;
  };
  return {
    close: () => session.close(),
    run: (script, signal) => under(() => session.run(script, signal)),
    hold: (script, signal) => under(() => session.hold(script, signal)),
  };
}

describe('a local script', () => {
  it.each(['', "trap '' TERM;"])('is ended with all it started: %j', async (trap) => {
    const file = join(mkdtempSync(join(dir, 'pids-')), 'pids');
    const session = valueOf(await open({}, { ...node(), connection: 'local' }));
    const script = `${trap} (sleep 30; :) & echo $$ $! > ${file}; wait; sleep 30`;
    expect(problemIn(await session.run(script, after(300)))).toEqual(late);
    const pids = readFileSync(file, 'utf8').trim().split(' ');
    const alive = () => pids.filter((pid) => existsSync(`/proc/${pid}`));
    await until(
      () => alive().length === 0,
      () => `alive: ${alive().join(' ')}`,
    );
  });
});
