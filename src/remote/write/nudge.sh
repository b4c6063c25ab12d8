# Counts next_cfg on, as every ovs-vsctl does that waits: ovs-vswitchd then looks at its whole
# configuration again.
count=$(vsctl get Open_vSwitch . next_cfg) &&
  vsctl set Open_vSwitch . "next_cfg=$((count + 1))"
