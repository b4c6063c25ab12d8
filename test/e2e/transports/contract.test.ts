import process from 'node:process';
import { beforeAll, describe } from 'vitest';
import type { Session } from '../../../src/engine/ports.ts';
import { ok } from '../../../src/model/result.ts';
import { sshBench } from '../support/ssh-bench.ts';
import type { Sshd } from '../support/sshd.ts';
import { machine, password, pathWithSudo, sudoers } from '../support/sudo.ts';
import { sessionContract, transportContract, valueOf } from '../support/transport-contract.ts';

const onOtherDebian = (process.env['LAB_ROOT'] ?? '') !== '';

/** How many jump hosts; two are one, and one more. */
const ways = Object.entries({
  '': 0,
  ...(onOtherDebian ? {} : { ' over a jump host': 1 }),
  ' over two': 2,
});

describe.each(['ssh2', 'openssh'] as const)('%s', (transport) => {
  const { dir, serve, node, open, jumps, keyed, sshd } = sshBench(transport);

  for (const [way, count] of ways)
    transportContract(
      `${transport}${way}`,
      async ({ become = false, outputLimit = 8 << 20, sudo }): Promise<Session> => {
        const server = sudo ? await serve([`SetEnv PATH=${pathWithSudo(dir, sudo)}`]) : sshd();
        const target = node(jumps(count), server.port);
        return valueOf(
          await open({ outputLimit, overrides: { become }, ...keyed(server) }, target),
        );
      },
    );

  // It has no sudo.
  if (onOtherDebian) return;
  describe('as ada', () => {
    let server: Sshd;
    beforeAll(async () => {
      server = await serve([], undefined, machine(sudoers('ada ALL=(root) ALL')));
    });
    sessionContract(
      `${transport} through sudo with a password`,
      async ({ outputLimit = 8 << 20 }) => {
        const target = node({ user: 'ada', become: true }, server.port);
        return valueOf(await open({ outputLimit, becomePassword: ok(password) }, target));
      },
    );
  });
});
