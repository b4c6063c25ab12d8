import type { Lab, LabNode } from '../../lab/lab.ts';
import { eventually } from './eventually.ts';
import { central } from './hazard.ts';

/** What ovn-controller logs, again and again, while the southbound database refuses its endpoint. */
export const rejection =
  'Transaction causes multiple rows in \\"Encap\\" table to have identical values';

/** Where OVN's controller of a node writes. */
const log = '/var/log/openvswitch/ovn-controller.log';

export async function inLog(of: LabNode, text: string): Promise<boolean> {
  return (await of.run(['grep', '-qF', '--', text, log])).exit === 0;
}

/** Waits until the southbound database has what the node was told, or OVN logs that it cannot. */
export async function followed(lab: Lab, of: LabNode, value: string): Promise<void> {
  await eventually(`OVN of ${of.name} follows ${value}`, async () => {
    const ids = await of.externalIds();
    const chassis = ids['system-id'] ?? '';
    const found = await encaps(lab, chassis);
    if (sameList(found, ids[`ovn-encap-ip-${chassis}`] ?? value)) return null;
    return (await inLog(of, rejection)) ? null : found;
  });
}

/** What the southbound database says, without OVSDB's quotes. */
export async function encaps(lab: Lab, chassis: string): Promise<string> {
  const find = `ovn-sbctl --bare --columns=ip find Encap chassis_name=${chassis}`;
  return central(lab).sh(find);
}

/** Waits until that logical port has this endpoint of its own; '': none, so that any will do. */
export async function boundTo(lab: Lab, port: string, ip: string): Promise<void> {
  await eventually(`the endpoint of ${port} is "${ip}"`, async () => {
    const find = `ovn-sbctl --bare --columns=encap find Port_Binding logical_port=${port}`;
    const encap = (await central(lab).sh(find)).trim();
    const found =
      encap === '' ? '' : (await central(lab).sh(`ovn-sbctl --bare get Encap ${encap} ip`)).trim();
    return found.replaceAll('"', '') === ip ? null : found;
  });
}

/** What ovn-sbctl prints, one row in a paragraph, and a list as it stands in the node's database. */
export function sameList(found: string, wanted: string): boolean {
  return found.split(/\n+/).toSorted().join() === wanted.split(',').toSorted().join();
}
