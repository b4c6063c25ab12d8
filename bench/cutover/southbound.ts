import type { Lab } from '../../test/lab/lab.ts';
import type { Place } from '../../test/lab/place.ts';

export function centralOf({ central }: Lab): Place {
  if (central === null) throw new Error('the lab has no OVN');
  return central;
}

/** The endpoints that OVN knows, in the order of their text. */
export async function publishedEndpoints(lab: Lab): Promise<readonly string[]> {
  const text = await centralOf(lab).sh('ovn-sbctl --bare --columns=ip list Encap');
  return text.split(/\s+/).toSorted();
}

/** One for each router port; from OVN 25.03 on its switch port has one as well, which follows it. */
export const gatewayPort = 'cr-to-outside';

/** The chassis that has the gateway; null where there is none. */
export async function gatewayChassis(lab: Lab): Promise<string | null> {
  const of = `--bare --columns=chassis find Port_Binding logical_port=${gatewayPort}`;
  const row = await centralOf(lab).sh(`ovn-sbctl ${of}`);
  return row === ''
    ? null
    : centralOf(lab).sh(`ovn-sbctl --bare --columns=name list Chassis ${row}`);
}
