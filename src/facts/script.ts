import { foundShell, timerShell } from '../timers/shell.ts';
import type { NodeSpec } from '../model/inventory.ts';
import { environmentLines, limitLine, shellWords } from '../model/shell.ts';
import { overrideFile } from './chassis.ts';
import { frameShell } from './frames.ts';
import { microovnShell } from './microovn-script.ts';

/** Where ovs-vsctl is looked for, in this order: plain hosts, the snap's alias, a local snap build. */
export const vsctlCandidates = [
  'ovs-vsctl',
  '/snap/bin/ovs-vsctl',
  'microovn.ovs-vsctl',
  '/snap/bin/microovn.ovs-vsctl',
] as const;

/**
 * The one script that reads a node: POSIX sh, writes nothing, every command with a limit of its own.
 * Each answer stands in a frame, on stdout and stderr alike; `boundary` is a nonce, so that
 * nothing a node prints can pass for the edge of a frame. See `parseFrames`.
 */
export function factsScript(spec: NodeSpec, boundary: string): string {
  const candidates = spec.ovs.vsctl === undefined ? vsctlCandidates : [spec.ovs.vsctl];
  const db = spec.ovs.db === undefined ? [] : [`--db=${spec.ovs.db}`];
  return [
    `boundary=${shellWords([boundary])}`,
    `candidates=${shellWords([candidates.join(' ')])}`,
    `db=${shellWords([db.join(' ')])}`,
    environmentLines,
    limitLine,
    frameShell,
    timerShell,
    foundShell,
    microovnShell,
    body,
  ].join('\n');
}

const body = String.raw`
find_vsctl() {
  for candidate in $candidates; do
    command -v "$candidate" && return 0
  done
  return 127
}
read_ovs() {
  vsctl=$(find_vsctl) || return 127
  $limit "$vsctl" $db --timeout=5 --format=json \
    --columns=external_ids,other_config,ovs_version list Open_vSwitch . \
    -- --columns=name,ofport,options,error,status,statistics,bfd,bfd_status find Interface type=geneve \
    -- --columns=name,ofport,options,error,status,statistics,bfd,bfd_status find Interface type=vxlan \
    -- --columns=name,external_ids list Port
}
vswitchd_answers() {
  vsctl=$(find_vsctl) || return 127
  appctl=${'$'}{vsctl%ovs-vsctl}ovs-appctl
  [ "$appctl" != "$vsctl"ovs-appctl ] || return 127
  $limit "$appctl" -T 2 -t ovs-vswitchd version
}
ovn_version() {
  for appctl in ovn-appctl microovn.ovn-appctl; do
    command -v "$appctl" >/dev/null && $limit "$appctl" -T 2 -t ovn-controller version 2>/dev/null &&
      echo running && return 0
  done
  command -v ovn-controller >/dev/null && ovn-controller --version
}
controller_pid() {
  for pidfile in /run/ovn/ovn-controller.pid /var/snap/microovn/common/run/ovn/ovn-controller.pid; do
    [ -r "$pidfile" ] && cat "$pidfile" && return 0
  done
}
chassis_arguments() {
  pid=$(controller_pid) && [ -n "$pid" ] && tr '\0' '\n' <"/proc/$pid/cmdline" 2>/dev/null
}
first_line() {
  [ ! -r "$1" ] || { IFS= read -r line <"$1"; printf '%s\n' "$line"; }
}
chassis_override() {
  first_line ${overrideFile}
}

frame hostname uname -n
frame connection printf '%s\n' "${'$'}{SSH_CONNECTION-}"
frame nics $limit ip -j addr show
frame vsctl find_vsctl
frame ovs read_ovs
frame vswitchd vswitchd_answers
frame ovn-version ovn_version
frame controller-pid controller_pid
frame chassis-arguments chassis_arguments
frame chassis-override chassis_override
frame system-id-file first_line /etc/openvswitch/system-id.conf
frame rp-filter grep -s . /proc/sys/net/ipv4/conf/*/rp_filter
frame timers found_timer
frame microovn read_microovn
edge done
`;
