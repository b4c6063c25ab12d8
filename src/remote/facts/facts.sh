read_ovs() {
  vsctl=$(find_vsctl) || return 127
  $limit "$vsctl" $db --timeout=5 --format=json \
    --columns=external_ids,other_config,ovs_version list Open_vSwitch . \
    -- --columns=name,external_ids find Interface 'external_ids:encap-ip!=""' \
    -- --columns=name,ofport,options,error,status,statistics,bfd,bfd_status find Interface type=geneve \
    -- --columns=name,ofport,options,error,status,statistics,bfd,bfd_status find Interface type=vxlan \
    -- --columns=name,external_ids list Port && ovs_read=yes
}
vswitchd_answers() {
  vsctl=$(find_vsctl) || return 127
  appctl=${vsctl%ovs-vsctl}ovs-appctl
  [ "$appctl" != "$vsctl"ovs-appctl ] || return 127
  $limit "$appctl" -T 2 -t ovs-vswitchd upcall/show
}
ovn_version() {
  for appctl in ovn-appctl microovn.ovn-appctl; do
    command -v "$appctl" >/dev/null && $limit "$appctl" -T 2 -t ovn-controller version 2>/dev/null &&
      echo running && return 0
  done
  command -v ovn-controller >/dev/null && ovn-controller --version
}
first_line() {
  [ ! -r "$1" ] || { IFS= read -r line <"$1"; printf '%s\n' "$line"; }
}

frame hostname uname -n
frame connection printf '%s\n' "${SSH_CONNECTION-}"
frame nics $limit ip -j addr show
frame vsctl find_vsctl
frame ovs read_ovs
frame vswitchd vswitchd_answers
frame ovn-version ovn_version
frame controller-pid controller_pid
frame chassis-arguments controller_arguments
frame chassis-override first_line /etc/ovn/system-id-override
frame system-id-file first_line /etc/openvswitch/system-id.conf
frame rp-filter grep -s . /proc/sys/net/ipv4/conf/*/rp_filter
frame timers found_timer
frame microovn read_microovn
# What hangs here may hang there, too: a node that cannot be read says so, rather than run out of time.
[ -n "${ovs_read-}" ] || ask_cluster='' ask_snap=''
frame members read_members
frame snap read_snap
frame lxd read_lxd
