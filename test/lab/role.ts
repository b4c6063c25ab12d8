import { centralOf } from './gateway.ts';
import type { Lab } from './lab.ts';

/**
 * What the southbound database lets a node write: with the role `ovn-controller` rows of its own only,
 * with '' everything. A server heeds the role of a new connection only.
 */
export async function setRole(lab: Lab, role: 'ovn-controller' | ''): Promise<void> {
  const central = centralOf(lab);
  const target = await central.sh('ovn-sbctl --bare --columns=target list Connection');
  await central.sh('ovn-sbctl del-connection');
  await central.sh(`ovn-sbctl set-connection ${role === '' ? '' : `role=${role}`} ${target}`);
}
