import { nodeContract } from '../contract/node-contract.ts';
import { modelFleet } from '../simulator/fleet.ts';
import { fireTimer } from '../simulator/timers.ts';
import { spec } from '../support/builders.ts';

nodeContract('the modelled node', async () => {
  const fleet = modelFleet(1);
  const session = await fleet.connector.connect(spec(1), AbortSignal.timeout(1_000));
  if (!session.ok) throw new Error(session.error.kind);
  return {
    spec: spec(1),
    session: session.value,
    externalIds: async () => Object.fromEntries(fleet.nodes[0]?.row.external_ids ?? []),
    nobodyHas: (address) => void fleet.nodes[0]?.paths.unreachable.add(address),
    lapse: async () => fleet.nodes.forEach(fireTimer),
    dispose: async () => session.value.close(),
  };
});
