# What a node has beyond OVS when the lab has OVN. To be read with host.sh, daemons.sh and southbound.sh.

# In userspace OVS reads them before the kernel does, which would answer ARP a second time, with the MAC of the
# NIC instead of the bridge's. Nor can OVS fill in a checksum that was left to the hardware.
# Usage: leave_to_ovs NIC...
leave_to_ovs() {
  in_userspace || return 0
  for nic; do
    ethtool -K "$nic" tx off >/dev/null
    ip link set "$nic" addrgenmode none
    ip -6 addr flush dev "$nic"
    nft -f - <<NFT
table netdev $nic {
  chain ingress {
    type filter hook ingress device "$nic" priority 0
    policy drop
  }
}
NFT
  done
}

make_bridges() {
  ovs-vsctl \
    -- add-br br-mgt -- set Bridge br-mgt datapath_type=netdev -- add-port br-mgt eth0 \
    -- add-br br-phys -- set Bridge br-phys datapath_type=netdev -- add-port br-phys eth1
  ip -batch - <<BATCH
link set br-mgt up
link set br-phys up
BATCH
}

make_integration_bridge() {
  ovs-vsctl add-br br-int \
    -- set Bridge br-int "datapath_type=$LAB_DATAPATH" fail_mode=secure
}

start_workload() {
  workload=$(workload_name "$host")
  ip netns add "$workload"
  ip link add "$workload" type veth peer name eth0 netns "$workload"
  ethtool -K "$workload" tx off >/dev/null
  ip link set "$workload" addrgenmode none up
  nsenter "--net=/run/netns/$workload" sh -e <<INSIDE
ethtool -K eth0 tx off >/dev/null
ip link set lo up
ip link set eth0 address $(workload_mac "$host") mtu 1400 up
ip addr add $(workload_address "$host")/24 dev eth0
INSIDE
  ovs-vsctl add-port br-int "$workload" \
    -- set Interface "$workload" "external_ids:iface-id=$workload"
}

# A controller that finds no central waits a second before it asks again.
start_ovn() {
  remote=$(southbound_remote)
  until ovsdb-client --timeout=1 $(key_options) list-dbs "${remote%%,*}" >/dev/null 2>&1; do
    sleep 0.1
  done
  ovs-vsctl --no-wait set Open_vSwitch . "external_ids:ovn-remote=\"$remote\""
  start ovn-controller
}
