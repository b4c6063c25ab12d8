import { synchronous } from './microovn.ts';

/**
 * What the software of a cluster answers when it is asked for its members, made from the structs that
 * its sources print as JSON. No test can ask the real ones: they are snaps, and need snapd.
 */
export interface MemberOf {
  readonly name: string;
  readonly address: string;
}

/** What must never be shown. */
export const secret = 'f2a1c35b0d4e4f8aa7d1-join-secret';
export const certificate = '-----BEGIN CERTIFICATE-----\nMIIBtjCCAVug\n-----END CERTIFICATE-----\n';

/** What every version of ClusterMember has; AddrPort is printed as `ip:port`. */
function clusterMember({ name, address }: MemberOf, port: number) {
  const host = address.includes(':') ? `[${address}]` : address;
  return { name, address: `${host}:${port}`, certificate, role: 'voter' };
}

/**
 * MicroOVN 22.03: branch-22.03 @ 386fb7a, microovn/cmd/microovn/cluster_list.go prints ClusterMember of
 * canonical/microcluster @ 61fc11fddb9b, internal/rest/types/cluster.go.
 */
export function earlyList(members: readonly MemberOf[], port = 6443): string {
  return JSON.stringify(
    members.map((member) => ({
      ...clusterMember(member, port),
      schema_version: 4,
      last_heartbeat: '2024-04-11T00:00:00Z',
      status: 'ONLINE',
      secret,
    })),
  );
}

/**
 * MicroOVN 24.03 @ 77a7027 and 25.03 @ 7aab9e8 (microcluster v2.0.5), 26.03 @ 1ea12c7 (microcluster v3),
 * the same file; MicroCloud 2 (v2-edge @ 27a449f) and 3 (main @ f26e73c), cmd/microcloud/cluster_members.go.
 * ClusterMember of rest/types/cluster.go is the same in microcluster v2 @ 54d9323 and v3 @ e950e52.
 */
export function laterList(members: readonly MemberOf[], port = 6443): string {
  return JSON.stringify(
    members.map((member) => ({
      ...clusterMember(member, port),
      schema_internal_version: 4,
      schema_external_version: 2,
      last_heartbeat: '2025-04-11T00:00:00Z',
      status: 'ONLINE',
      extensions: ['internal:runtime_extension_v1', 'custom_encapsulation_ip'],
      secret,
    })),
  );
}

/** `--local` of MicroCloud 2 and 3: DqliteMember of microcluster v2 @ 54d9323, v3 @ e950e52, cluster/recover.go. */
export function localList(members: readonly MemberOf[], port = 9443): string {
  return JSON.stringify(
    members.map(({ name, address }, at) => ({
      id: at + 1,
      address: `${address}:${port}`,
      role: 'voter',
      name,
    })),
  );
}

/** `lxc cluster list --format json`: ClusterMember of canonical/lxd @ 00691af, shared/api/cluster.go. */
export function lxdList(members: readonly MemberOf[]): string {
  return JSON.stringify(
    members.map(({ name, address }) => ({
      server_name: name,
      url: `https://${address.includes(':') ? `[${address}]` : address}:8443`,
      database: true,
      status: 'Online',
      message: 'Fully operational',
      architecture: 'x86_64',
      roles: ['database'],
      failure_domain: 'default',
      description: '',
      config: {},
      groups: ['default'],
    })),
  );
}

/** `GET /core/1.0/cluster` on the socket. */
export function socketAnswer(list: string): string {
  return synchronous(JSON.parse(list));
}

/** What `ovsdb-client query` prints of chassis and encaps (RFC 7047). */
export function southboundAnswer(
  chassis: readonly {
    readonly name: string;
    readonly hostname?: string;
    readonly ip: string;
    readonly config?: Readonly<Record<string, string>>;
  }[],
): string {
  const id = (at: number) => `00000000-0000-0000-0000-${String(at).padStart(12, '0')}`;
  return JSON.stringify([
    {
      rows: chassis.map(({ name, hostname = name, config = {} }, at) => ({
        name,
        hostname,
        encaps: ['uuid', id(at)],
        other_config: ['map', Object.entries(config)],
      })),
    },
    { rows: chassis.map(({ ip }, at) => ({ _uuid: ['uuid', id(at)], ip })) },
  ]);
}

/** So many members, as the largest clusters that MicroCloud has room for, and more. */
export function many(count: number): readonly MemberOf[] {
  return Array.from({ length: count }, (_, at) => ({
    name: `micro${String(at + 1).padStart(3, '0')}`,
    address: `198.18.${Math.floor(at / 250)}.${(at % 250) + 1}`,
  }));
}
