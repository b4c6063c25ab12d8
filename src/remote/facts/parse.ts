import { parseAddress, type Address } from '../../model/address.ts';
import type { NodeFacts, Tunnel } from '../../model/facts.ts';
import type { NodeSpec } from '../../model/inventory.ts';
import type { Problem } from '../../problems/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { keys } from '../../ovn/keys.ts';
import { identity } from './chassis.ts';
import { isMissing, type Frame } from '../frames.ts';
import { parseMicroovn } from './microovn.ts';
import { parseNics } from './nics.ts';
import { parseOvs } from './ovs.ts';
import { parseTimers } from './timers.ts';
import { parseTunnels } from './tunnels.ts';
import { parseVifEndpoints } from './vif-endpoints.ts';

/** What facts.sh printed, as facts. */
export function parseFacts(
  spec: NodeSpec,
  frame: (name: string) => Frame,
): Result<NodeFacts, Problem> {
  const nics = isMissing(frame('nics'))
    ? noIp
    : parseNics(frame('nics').stdout, frame('rp-filter').stdout);
  if (!nics.ok) return nics;
  // One document a line: Open_vSwitch, interfaces with encap-ip, the tunnels of each type, the ports.
  const [row = '', vifs, ...tables] = frame('ovs').stdout.trim().split('\n');
  const ovs = parseOvs(spec, frame, row);
  if (!ovs.ok) return ovs;
  const vifEndpoints = vifs === undefined ? ok([]) : parseVifEndpoints(vifs);
  if (!vifEndpoints.ok) return vifEndpoints;
  const tunnels = tunnelsOf(tables);
  if (!tunnels.ok) return tunnels;
  const timers = parseTimers(frame('timers').stdout);
  if (!timers.ok) return timers;
  const systemId = ovs.value.columns.external_ids[keys.systemId];
  return ok({
    ...rest(frame, systemId),
    nics: nics.value,
    ovs: ovs.value,
    tunnels: tunnels.value,
    vifEndpoints: vifEndpoints.value,
    timers: timers.value,
  });
}

const noIp = err<Problem>({ kind: 'tool-missing', tool: 'ip' });

function tunnelsOf(tables: readonly string[]): Result<readonly Tunnel[], Problem> {
  const ports = tables.at(-1);
  return ports === undefined ? ok([]) : parseTunnels(tables.slice(0, -1), ports);
}

/** What is a line or two of text. */
function rest(frame: (name: string) => Frame, systemId: string | undefined) {
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
  };
}

function pidIn(text: string): number | null {
  return /^\d{1,9}\n$/.test(text) ? Number(text) : null;
}

/** `SSH_CONNECTION` is "client port server port", sshd(8). */
function managementIp(connection: string): Address | null {
  return parseAddress(connection.trim().split(' ')[2] ?? '');
}
