import type { Lab, LabNode } from '../../lab/lab.ts';
import { waitForTunnels } from '../../lab/tunnels.ts';
import { central, node } from './hazard.ts';
import { encaps } from './proofs.ts';

/** What somebody does who trusts OVN: one value after the other, with ovs-vsctl. */
export async function setByHand(lab: Lab, values: readonly string[]): Promise<void> {
  for (const [at, value] of values.entries()) {
    const { name, vsctl } = node(lab, at);
    const key = `external_ids:ovn-encap-ip=${JSON.stringify(value)}`;
    await vsctl('--no-wait', '--timeout=10', 'set', 'Open_vSwitch', '.', key);
    await published(lab, name, value);
  }
}

/** Gives OVN the time to follow, or not to. */
async function published(lab: Lab, chassis: string, value: string): Promise<void> {
  for (let tries = 0; tries < 20; tries += 1) {
    if ((await encaps(lab, chassis)) === value) return;
  }
}

/** The fleet as it was at first, and everything hears everything. */
export async function restore(lab: Lab): Promise<void> {
  await Promise.all(lab.nodes.map((each) => restoreNode(each)));
  await central(lab).sh('ovn-sbctl --if-exists chassis-del ghost');
  await waitForTunnels(lab);
}

async function restoreNode(of: LabNode): Promise<void> {
  const { name, management, underlay } = of;
  const [, slot, host] = /^198\.19\.(\d+)\.(\d+)$/.exec(underlay) ?? [];
  await of.sh(`
    ip addr flush dev br-phys
    ip link set br-phys up
    ip addr add ${underlay}/24 dev br-phys
    ip addr add 2001:db8:${slot}::${host}/64 dev br-phys nodad
    ip addr del ${underlay}/24 dev br-mgt 2>/dev/null || true
    sysctl -qw net.ipv4.conf.br-phys.rp_filter=0
    ip neigh flush all
    ovs-vsctl --timeout=10 --no-wait \\
      -- --if-exists remove Open_vSwitch . external_ids ovn-set-local-ip \\
      -- remove Open_vSwitch . external_ids ovn-encap-ip-${name} \\
      -- set Open_vSwitch . external_ids:system-id=${name} external_ids:ovn-encap-ip=${management}
    ovs-appctl tnl/neigh/flush >/dev/null`);
}
