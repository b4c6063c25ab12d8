#!/bin/sh
# The central of a lab with OVN: both databases, northd, and one network with all workloads.
# Usage: central.sh DIR NAME SLOT HOST ROOT NETWORK NODE..., where NETWORK is "ovn" or "uplink"
set -eu
. "${0%/*}/host.sh"
. "${0%/*}/daemons.sh"
. "${0%/*}/uplink.sh"
network=$6

main() {
  shift 6
  boot
  plug_in eth0 "m$host" switch0
  ethtool -K eth0 tx off >/dev/null
  ip addr add "198.18.$slot.$host/24" dev eth0
  look_like_a_host
  start_database nb
  start_database sb "--remote=ptcp:6642:198.18.$slot.$host"
  make_network "$#"
  [ "$network" != uplink ] || make_router "$@"
  detach ovn-northd
  stay_up
}

# Usage: start_database nb|sb [OPTION]
start_database() {
  database=/var/lib/ovn/ovn$1_db.db
  ovsdb-tool create "$database" "/usr/share/ovn/ovn-$1.ovsschema"
  socket=/run/ovn/ovn$1_db
  log=/var/log/ovn/ovsdb-server-$1.log
  ovsdb-server --detach --no-chdir "--pidfile=$socket.pid" "--log-file=$log" \
    -vconsole:err -vsyslog:off "--remote=punix:$socket.sock" "--unixctl=$socket.ctl" \
    "$database" ${2:+"$2"}
}

# Usage: make_network HOW_MANY_WORKLOADS
make_network() {
  end=$((11 + $1))
  set -- ls-add overlay
  number=11
  while [ "$number" -lt "$end" ]; do
    port=$(workload_name "$number")
    addresses="$(workload_mac "$number") $(workload_address "$number")"
    set -- "$@" -- lsp-add overlay "$port" -- lsp-set-addresses "$port" "$addresses"
    number=$((number + 1))
  done
  ovn-nbctl "$@"
}

main "$@"
