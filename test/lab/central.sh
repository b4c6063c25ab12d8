#!/bin/sh
# The central of a lab with OVN: both databases, northd, and one network with all workloads.
# Usage: central.sh DIR NAME SLOT HOST ROOT NETWORK SOUTHBOUND NODE..., where NETWORK is "ovn" or
# "uplink", and SOUTHBOUND is as in southbound.sh
set -eu
. "${0%/*}/host.sh"
. "${0%/*}/daemons.sh"
. "${0%/*}/southbound.sh"
. "${0%/*}/uplink.sh"
network=$6 southbound=$7

main() {
  shift 7
  boot
  plug_in eth0 "m$host" switch0
  ethtool -K eth0 tx off >/dev/null
  ip addr add "198.18.$slot.$host/24" dev eth0
  [ "$southbound" != ssl ] || make_certificate
  look_like_a_host
  create ovnnb_db ovn-nb
  serve ovnnb_db
  start_southbound
  make_network "$#"
  [ "$network" != uplink ] || make_router "$@"
  detach ovn-northd
  stay_up
}

# Usage: create SERVER SCHEMA
create() {
  ovsdb-tool create "/var/lib/ovn/$1.db" "/usr/share/ovn/$2.ovsschema"
}

# Usage: serve SERVER [OPTION...]
serve() {
  server=$1
  shift
  socket=/run/ovn/$server
  ovsdb-server --detach --no-chdir "--pidfile=$socket.pid" "--log-file=/var/log/ovn/$server.log" \
    -vconsole:err -vsyslog:off "--remote=punix:$socket.sock" "--unixctl=$socket.ctl" \
    "/var/lib/ovn/$server.db" "$@"
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
