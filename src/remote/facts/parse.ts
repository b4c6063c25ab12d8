import { parseAddress, type Address } from '../../model/address.ts';
import type { NodeFacts, Tunnel, VifEndpoint } from '../../model/facts.ts';
import type { NodeSpec } from '../../model/inventory.ts';
import { err, ok, together, type Result } from '../../model/result.ts';
import { keys } from '../../ovn/keys.ts';
import type { Problem } from '../../problems/problem.ts';
import { identity } from './chassis.ts';
import { parseLxd } from './lxd.ts';
import { membersIn } from './members.ts';
import { parseMicroovn } from './microovn.ts';
import { parseNics } from './nics.ts';
import { idsIn } from './ovs-table.ts';
import { parseOvs } from './ovs.ts';
import { parseSnap } from './snap.ts';
import { parseTimers } from './timers.ts';
import { parseTunnels } from './tunnels.ts';
import { isMissing, type Frames } from '../frames.ts';

/** What facts.sh printed, as facts. */
export function parseFacts(spec: NodeSpec, frame: Frames): Result<NodeFacts, Problem> {
  // One document a line: Open_vSwitch, interfaces with encap-ip, the tunnels of each type, the ports.
  const [row = '', vifs, ...tables] = frame('ovs').stdout.trim().split('\n');
  const read = together({
    nics: isMissing(frame('nics'))
      ? noIp
      : parseNics(frame('nics').stdout, frame('rp-filter').stdout),
    ovs: parseOvs(spec, frame, row),
    vifEndpoints: parseVifEndpoints(vifs),
    tunnels: tunnelsOf(tables),
    timers: parseTimers(frame('timers').stdout),
  });
  if (!read.ok) return read;
  const { nics, ovs, tunnels, vifEndpoints, timers } = read.value;
  const systemId = ovs.columns.external_ids[keys.systemId];
  return ok({ ...rest(frame, systemId), nics, ovs, tunnels, vifEndpoints, timers });
}

const noIp = err<Problem>({ kind: 'tool-missing', tool: 'ip' });

/** The interfaces that ask for an endpoint. */
function parseVifEndpoints(text: string | undefined): Result<readonly VifEndpoint[], Problem> {
  if (text === undefined) return ok([]);
  const found = idsIn('ovs-vsctl find Interface', text, 'encap-ip');
  return found.ok ? ok(found.value.map(([name, ip]) => ({ interface: name, ip }))) : found;
}

function tunnelsOf(tables: readonly string[]): Result<readonly Tunnel[], Problem> {
  const ports = tables.at(-1);
  return ports === undefined ? ok([]) : parseTunnels(tables.slice(0, -1), ports);
}

/** What is a line or two of text. */
function rest(frame: Frames, systemId: string | undefined) {
  // Cut, for a version is short, and what a node sends may be long.
  const version = frame('ovn-version').stdout.slice(0, 500);
  return {
    hostname: frame('hostname').stdout.trim(),
    managementIp: managementIp(frame('connection').stdout),
    ovnVersion: /\d+\.\d+(\.\d+)?/.exec(version)?.[0] ?? null,
    ovnRunning: /^running$/m.test(frame('ovn-version').stdout.slice(-500)),
    controllerPid: pidIn(frame('controller-pid').stdout),
    ...identity(frame('chassis-arguments').stdout, frame('chassis-override').stdout, systemId),
    systemIdFile: frame('system-id-file').stdout.trim() || null,
    microovn: parseMicroovn(frame('microovn')),
    members: membersIn(frame('members')),
    microovnSnap: parseSnap(frame('snap')),
    lxd: parseLxd(frame('lxd')),
  };
}

function pidIn(text: string): number | null {
  return /^\d{1,9}\n$/.test(text) ? Number(text) : null;
}

/** `SSH_CONNECTION` is "client port server port", sshd(8). */
function managementIp(connection: string): Address | null {
  return parseAddress(connection.trim().split(' ')[2] ?? '');
}
