#!/bin/sh
# One node of the lab: the init of its own namespaces.
# Usage: node.sh DIR NAME SLOT HOST ROOT NETWORK SOUTHBOUND, where NETWORK is "plain", "ovn" or "uplink",
# and SOUTHBOUND is as in southbound.sh
set -eu
. "${0%/*}/host.sh"
. "${0%/*}/daemons.sh"
. "${0%/*}/ovn.sh"
. "${0%/*}/southbound.sh"
. "${0%/*}/uplink.sh"
network=$6 southbound=$7

main() {
  boot
  # eth0 is the management NIC, eth1 the underlay NIC, eth2 the one to the outside.
  plug_in eth0 "m$host" switch0 eth1 "u$host" switch1
  is_plain || leave_to_ovs eth0 eth1
  ! has_uplink || plug_in eth2 "x$host" switch2
  ! has_uplink || leave_to_ovs eth2
  make_host_key
  [ "$southbound" != ssl ] || make_certificate
  look_like_a_host
  start sshd
  start_ovs
  if is_plain || ! in_userspace; then
    address eth0 eth1
  else
    make_bridges
    address br-mgt br-phys
  fi
  if ! is_plain; then
    make_integration_bridge
    start_workload
    ! has_uplink || make_uplink
    start_ovn
  fi
  stay_up
}

is_plain() {
  [ "$network" = plain ]
}

has_uplink() {
  [ "$network" = uplink ]
}

make_host_key() {
  cp "$dir/ssh/"* "$home/etc/ssh"
  ssh-keygen -q -t ed25519 -N '' -C "$name" -f "$home/etc/ssh/ssh_host_ed25519_key"
}

start_ovs() {
  ovsdb-tool create /etc/openvswitch/conf.db /usr/share/openvswitch/vswitch.ovsschema
  start ovsdb-server
  ovs-vsctl --no-wait init -- set Open_vSwitch . "ovs_version=$(ovs_version)" \
    "external_ids:system-id=$name" "external_ids:hostname=$name" \
    external_ids:ovn-encap-type=geneve "external_ids:ovn-encap-ip=198.18.$slot.$host" \
    "external_ids:ovn-bridge-datapath-type=$LAB_DATAPATH"
  start ovs-vswitchd
  # Its last write of its own accord: from here on only tests change the database.
  ovs-vsctl --no-wait --timeout=30 wait-until Open_vSwitch . 'dpdk_version!=[]'
}

ovs_version() {
  ovs-vsctl --version | sed -n '1s/.* //p'
}

address() {
  ip -batch - <<BATCH
addr add 198.18.$slot.$host/24 dev $1
addr add 198.19.$slot.$host/24 dev $2
addr add 2001:db8:$slot::$host/64 dev $2 nodad
BATCH
}

main
