import type { Lab, LabNode } from '../../lab/lab.ts';
import { waitForTunnels } from '../../lab/tunnels.ts';
import { eventually } from './eventually.ts';
import { central, neighbour, overIPv6 } from './hazard.ts';

/** The fleet as it was at first, and everything hears everything. */
export async function restore(lab: Lab): Promise<void> {
  await central(lab).sh('ovn-sbctl --if-exists chassis-del ghost');
  await Promise.all(lab.nodes.map((of) => of.sh(asAtFirst(of))));
  await Promise.all(lab.nodes.map((of) => knowRoutes(of)));
  await knowNeighbours(lab);
  // No controller is left with a value that the southbound database refuses.
  await central(lab).sh('ovn-nbctl --timeout=45 --wait=hv sync');
  await waitForTunnels(lab, { signal: AbortSignal.timeout(45_000) });
  const logs = '/var/log/openvswitch/ovn-controller.log /var/log/openvswitch/ovs-vswitchd.log';
  await Promise.all(lab.nodes.map((of) => of.sh(`truncate -s 0 ${logs}`)));
}

function asAtFirst(of: LabNode): string {
  const { name, management, underlay } = of;
  const ipv6 = `${overIPv6(of)}/64`;
  return `set -e
    for own in $(ip -o addr show dev br-phys scope global | awk '{print $4}'); do
      [ $own = ${underlay}/24 ] || [ $own = ${ipv6} ] || ip addr del $own dev br-phys
    done
    ip link set br-phys up
    ip addr replace ${underlay}/24 dev br-phys
    ip addr replace ${ipv6} dev br-phys nodad
    ip addr del ${underlay}/24 dev br-mgt 2>/dev/null || true
    ovs-vsctl --timeout=30 --no-wait \\
      -- remove Open_vSwitch . external_ids ovn-set-local-ip \\
      -- remove Open_vSwitch . external_ids ovn-encap-ip-${name} \\
      -- set Open_vSwitch . external_ids:system-id=${name} \\
        'external_ids:ovn-encap-ip="${management}"'`;
}

/** OVS may read the kernel's table too early; any change makes it read anew. */
async function knowRoutes(of: LabNode): Promise<void> {
  const { underlay } = of;
  const way = new RegExp(`src ${underlay}\\s[^]*dev br-phys`);
  const nudge = `blackhole ${neighbour(underlay, 253)}`;
  await eventually(`${of.name} sends from ${underlay}`, async () => {
    const found = await of.sh(`ovs-appctl ovs/route/lookup ${neighbour(underlay, 254)}`);
    if (way.test(found)) return null;
    await of.sh(`ip route add ${nudge}; ip route del ${nudge}`);
    return found;
  });
}

/** Told, not asked for: what OVS drops for want of a MAC it goes on to drop while pings last. */
export async function knowNeighbours(lab: Lab): Promise<void> {
  const macs = await Promise.all(lab.nodes.map(macsOf));
  const learn = macs
    .flat()
    .map(
      ({ bridge, address, mac }) =>
        `ovs-appctl tnl/neigh/set ${bridge} ${address} ${mac} >/dev/null`,
    );
  await Promise.all(lab.nodes.map((each) => each.sh(['ip neigh flush all', ...learn].join('\n'))));
}

async function macsOf(of: LabNode) {
  const { management, underlay, nics } = of;
  const found = await of.sh(
    `cd /sys/class/net; cat ${nics.management}/address ${nics.underlay}/address`,
  );
  const [one = '', two = ''] = found.split('\n');
  return [
    { bridge: nics.management, address: management, mac: one },
    { bridge: nics.underlay, address: underlay, mac: two },
  ];
}
