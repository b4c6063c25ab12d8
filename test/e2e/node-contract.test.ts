import { nodeContract } from '../contract/node-contract.ts';
import { startLab } from '../lab/lab.ts';
import { realConnector } from '../../src/cli/connector.ts';
import { spec } from '../support/builders.ts';
import { comes } from './support/timers.ts';
import { describeLab } from '../support/lab.ts';

describeLab('the contract of a node', () => {
  nodeContract('a node of the lab', async () => {
    const lab = await startLab({ nodes: 1 });
    const [node] = lab.nodes;
    if (node === undefined) throw new Error('the lab is empty');
    const ssh = { identity_file: lab.key, known_hosts: lab.knownHosts };
    const real = spec(1, { address: node.management, ssh });
    const connector = realConnector(
      { timeout: 10, forks: 1 },
      { home: '/nonexistent', user: 'root', env: {} },
    );
    const session = await connector.connect(real, AbortSignal.timeout(10_000));
    if (!session.ok) throw new Error(JSON.stringify(session.error));
    return {
      spec: real,
      session: session.value,
      externalIds: () => node.externalIds(),
      nobodyHas: () => undefined,
      lapse: () =>
        comes('the end of the timer', async () => {
          const { exit } = await node.run(['test', '-e', '/run/mcreconcile']);
          return exit !== 0;
        }),
      dispose: async () => {
        session.value.close();
        await lab.down();
      },
    };
  });
});
