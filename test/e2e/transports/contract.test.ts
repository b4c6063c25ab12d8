import { describe } from 'vitest';
import type { Session } from '../../../src/engine/ports.ts';
import { pathWithSudo } from '../support/sudo.ts';
import { transportContract, valueOf } from '../support/transport-contract.ts';

import { sshBench } from '../support/ssh-bench.ts';

describe.each(['ssh2', 'openssh'] as const)('%s', (transport) => {
  const { dir, serve, node, open, jumps, keyed, sshd } = sshBench(transport);

  for (const [way, count] of Object.entries({ '': 0, ' over a jump host': 1, ' over two': 2 }))
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
});
