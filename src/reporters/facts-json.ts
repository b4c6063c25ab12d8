import type { Nic, NodeFacts, OvsFacts, Tunnel } from '../model/facts.ts';
import type { FoundTimer } from '../model/undo.ts';
import { effectiveKeys } from '../ovn/keys.ts';
import type { factsSchema } from './schemas/facts.ts';
import type { ValueOf } from './schemas/parts.ts';

type Facts = ValueOf<typeof factsSchema>;

/** Includes the effective keys: a reader need not know OVN's rules. */
export function factsObject(facts: NodeFacts): Facts {
  return {
    hostname: facts.hostname,
    management_ip: facts.managementIp?.text ?? null,
    nics: facts.nics.map(nic),
    ovs: ovs(facts.ovs),
    ovn_version: facts.ovnVersion,
    ovn_running: facts.ovnRunning,
    controller_pid: facts.controllerPid,
    tunnels: facts.tunnels.map(tunnel),
    vif_endpoints: facts.vifEndpoints.map((each) => ({ interface: each.interface, ip: each.ip })),
    system_id: facts.systemId,
    system_id_source: facts.systemIdSource,
    system_id_file: facts.systemIdFile,
    microovn: microovn(facts),
    members: members(facts),
    microovn_snap: snap(facts),
    lxd: lxd(facts),
    timers: facts.timers.map(timer),
    effective: effectiveKeys(facts).map(({ key, value, source }) => ({ key, value, source })),
  };
}

function nic({ name, up, carrier, mtu, mac, rpFilter, addresses }: Nic): Facts['nics'][number] {
  return {
    name,
    up,
    carrier,
    mtu,
    mac,
    rp_filter: rpFilter,
    addresses: addresses.map(({ address, prefix, scope, usable, secondary }) => ({
      address: address.text,
      prefix,
      scope,
      usable,
      secondary,
    })),
  };
}

function ovs({ vsctl, db, version, vswitchdAnswers, flows, columns }: OvsFacts): Facts['ovs'] {
  return {
    vsctl,
    db,
    version,
    vswitchd_answers: vswitchdAnswers,
    flows: flows && { current: flows.current, dump_ms: flows.dumpMs },
    external_ids: columns.external_ids,
    other_config: columns.other_config,
  };
}

function tunnel(found: Tunnel): Facts['tunnels'][number] {
  const { port, id, chassis, ofport, error, egress, received, sent, secured, bfd } = found;
  return {
    port,
    id,
    chassis,
    remote_ip: found.remoteIp,
    local_ip: found.localIp,
    ofport,
    error,
    egress,
    received,
    sent,
    bfd: bfd && { state: bfd.state, flaps: bfd.flaps },
    secured,
  };
}

function microovn({ microovn: found }: NodeFacts): Facts['microovn'] {
  return found && { version: found.version, extensions: found.extensions, unread: found.unread };
}

function members({ members: found }: NodeFacts): Facts['members'] {
  if (found === null) return null;
  return found.map(({ name, address, isChassis }) => ({
    name,
    address: address?.text ?? null,
    is_chassis: isChassis,
  }));
}

function snap({ microovnSnap: found }: NodeFacts): Facts['microovn_snap'] {
  return found && { revision: found.revision, held: found.held, refresh_in: found.refreshIn };
}

function lxd({ lxd: found }: NodeFacts): Facts['lxd'] {
  if (found === null) return null;
  const { networks, projects, unread } = found;
  const rows = networks?.map(({ name, project, mtu }) => ({ name, project, mtu })) ?? null;
  return { networks: rows, projects, unread };
}

function timer({ run, owner, secondsLeft, alive }: FoundTimer): Facts['timers'][number] {
  return { run, owner, seconds_left: secondsLeft, alive };
}
