# Puts in a port that takes what no tunnel takes, and hands it to the tunnel of whoever sent it. Only while
# the chassis stands still, for what lets it go on takes the port away; its flows end by themselves.
ovs() {
  $limit "$vsctl" $db --timeout=2 "$@"
}
catch_all() {
  ofctl=${vsctl%ovs-vsctl}ovs-ofctl
  command -v "$ofctl" >/dev/null && type=$(ovs get Interface "$tunnel" type) || return
  ovs get Open_vSwitch . external_ids \
    -- wait-until Open_vSwitch . 'external_ids:ovn-encap-type{=}[]' \
    -- --may-exist add-port "$bridge" "$port" \
    -- set Interface "$port" type="$type" options:remote_ip=flow options:key=flow || return
  number=$(ovs get Interface "$port" ofport) && [ "$number" -gt 0 ] || return
  printf "cookie=$cookie,hard_timeout=$seconds,priority=1000,in_port=$number,%s\n" $flows |
    $limit "$ofctl" -O OpenFlow13,OpenFlow15 --timeout=2 add-flows "$bridge" -
}

frame catch catch_all
