# What a lab has beyond OVN when it has an uplink: a router to an outside network, with an HA gateway
# on all nodes, the first one first. Read by the keeper, the central and the nodes, which know $slot.

outside_network() {
  echo "198.19.$((128 + slot))"
}

router_mac() {
  printf '02:00:00:01:%02x:%02x' "$slot" "$1"
}

# In the keeper: a host on a switch of its own, which knows the way to the workloads.
start_outside() {
  ip netns add outside
  ip -batch - <<BATCH
link add switch2 type bridge mcast_snooping 0
link set switch2 up
link add x254 mtu 9216 type veth peer name eth0 netns outside
link set x254 master switch2 addrgenmode none up
BATCH
  nsenter --net=/run/netns/outside sh -e <<INSIDE
ethtool -K eth0 tx off >/dev/null
ip link set lo up
ip link set eth0 mtu 1400 up
ip addr add $(outside_network).254/24 dev eth0
ip route add 198.18.$((128 + slot)).0/24 via $(outside_network).1
INSIDE
}

# In the central. From OVN 24.03 down a router needs a localnet port to answer ARP outside.
# With nat-addresses a gateway that has moved tells the switch outside where it is, unasked.
# Usage: make_router NODE...
make_router() {
  priority=1000
  for node; do
    set -- "$@" -- lrp-set-gateway-chassis to-outside "$node" "$priority"
    shift
    priority=$((priority - 1))
  done
  ovn-nbctl lr-add router \
    -- lrp-add router to-overlay "$(router_mac 1)" "$(workload_address 1)/24" \
    -- lsp-add overlay from-overlay -- lsp-set-type from-overlay router \
    -- lsp-set-addresses from-overlay router \
    -- lsp-set-options from-overlay router-port=to-overlay \
    -- lrp-add router to-outside "$(router_mac 2)" "$(outside_network).1/24" \
    -- ls-add outside \
    -- lsp-add outside from-outside -- lsp-set-type from-outside router \
    -- lsp-set-addresses from-outside router \
    -- lsp-set-options from-outside router-port=to-outside nat-addresses=router \
    -- lsp-add outside uplink -- lsp-set-type uplink localnet \
    -- lsp-set-addresses uplink unknown -- lsp-set-options uplink network_name=ext "$@"
}

# On a node.
make_uplink() {
  ovs-vsctl add-br br-ext -- set Bridge br-ext "datapath_type=$LAB_DATAPATH" \
    -- add-port br-ext eth2 \
    -- set Open_vSwitch . external_ids:ovn-bridge-mappings=ext:br-ext
  ip -n "$(workload_name "$host")" route add default via "$(workload_address 1)"
}
