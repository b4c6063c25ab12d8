import { ovnContract } from '../contract/ovn-contract.ts';
import { ovnFleet, type OvnFleet } from '../simulator/fleet.ts';
import { spec } from '../support/builders.ts';

for (const version of ['23.03.1', '25.03.1']) {
  ovnContract(`two modelled chassis, OVN ${version}`, async () => {
    const fleet = ovnFleet(2, { version, ownSource: true });
    const both = [await chassis(fleet, 1), await chassis(fleet, 2)] as const;
    return { both, dispose: async () => both.forEach(({ session }) => session.close()) };
  });
}

async function chassis(fleet: OvnFleet, n: number) {
  const session = await fleet.connector.connect(spec(n), AbortSignal.timeout(1_000));
  if (!session.ok) throw new Error(session.error.kind);
  const old = `198.18.0.${10 + n}`;
  return { spec: spec(n), session: session.value, old, own: `198.19.0.${10 + n}` };
}
