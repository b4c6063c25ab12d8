/**
 * What `lxc network list --format json` prints: rows of `api.Network`, as shared/api/network.go of
 * github.com/canonical/lxd has them at tag lxd-6.9, and at lxd-5.0.9, which has no project. No test can
 * ask the real one: it is a snap, and needs snapd, which no namespace of the lab has.
 */
export function lxdNetwork(name: string, mtu: number | string | null, differs: object = {}) {
  return {
    name,
    description: '',
    type: 'ovn',
    managed: true,
    status: 'Created',
    config: {
      ...(mtu !== null && { 'bridge.mtu': `${mtu}` }),
      'ipv4.address': '10.87.6.1/24',
      'ipv4.nat': 'true',
      network: 'UPLINK',
      'volatile.network.ipv4.address': '192.0.2.100',
    },
    used_by: ['/1.0/instances/c1', '/1.0/profiles/default'],
    locations: ['micro01', 'micro02', 'micro03'],
    project: 'default',
    ...differs,
  };
}

/** An unmanaged NIC and the uplink, which every list has beside. */
export const otherNetworks = [
  lxdNetwork('eth0', null, { type: 'physical', managed: false, config: {}, used_by: [] }),
  lxdNetwork('lxdbr0', 9000, { type: 'bridge' }),
  lxdNetwork('UPLINK', null, { type: 'physical', config: { parent: 'eth2', mtu: '9000' } }),
];

/** How the stand-in behaves. */
export interface LxcOptions {
  /** Sh that prints the list; `$*` are the options. */
  readonly list: string;
  /** As before 5.21.4 and 6.4: lxc/network.go has no `--all-projects` there. */
  readonly isOld?: boolean;
}

/** A program `lxc` that lists networks, and can do nothing else. */
export function lxcStandIn({ list, isOld = false }: LxcOptions): string {
  const refuse = `*--all-projects*) echo 'Error: unknown flag: --all-projects' >&2; exit 1;;`;
  return `#!/bin/sh
case "$*" in
  ${isOld ? refuse : ''}
  'network list local: --'*' --format json') ;;
  *) echo "Error: the stand-in does not know $*" >&2; exit 1;;
esac
echo 'If this is your first time running LXD on this machine, you should also run: lxd init' >&2
${list}
`;
}

/** Sh that prints a document. */
export function printing(document: unknown): string {
  return `cat <<'END'\n${JSON.stringify(document)}\nEND`;
}
