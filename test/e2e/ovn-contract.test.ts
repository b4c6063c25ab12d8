import { realConnector } from '../../src/cli/connector.ts';
import { ovnContract } from '../contract/ovn-contract.ts';
import { startLab, type Lab, type LabNode } from '../lab/lab.ts';
import { spec } from '../support/builders.ts';
import { describeLab } from '../support/lab.ts';

describeLab('the contract of OVN', () => {
  ovnContract('two chassis of the lab', async () => {
    const lab = await startLab({ nodes: 2, ovn: true });
    const [first, second] = lab.nodes;
    if (first === undefined || second === undefined) throw new Error('the lab is too small');
    for (const node of lab.nodes) {
      await node.vsctl('set', 'Open_vSwitch', '.', 'external_ids:ovn-set-local-ip=true');
    }
    const both = [await chassis(lab, first, 1), await chassis(lab, second, 2)] as const;
    return {
      both,
      dispose: async () => {
        for (const { session } of both) session.close();
        await lab.down();
      },
    };
  });
});

async function chassis(lab: Lab, node: LabNode, n: number) {
  const ssh = { identity_file: lab.key, known_hosts: lab.knownHosts };
  const real = spec(n, { address: node.management, ssh });
  const connector = realConnector(
    { timeout: 10, forks: 1 },
    { home: '/nonexistent', user: 'root', env: {} },
  );
  const session = await connector.connect(real, AbortSignal.timeout(10_000));
  if (!session.ok) throw new Error(JSON.stringify(session.error));
  return { spec: real, session: session.value, old: node.management, own: node.underlay };
}
