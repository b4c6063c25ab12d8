#!/bin/sh
# One node of the lab: the init of its own namespaces, made to look like a host of its own.
# fd 1: events. fd 3: the root network. fd 4: the network namespace of the lab's switch.
# Usage: node.sh DIR NAME SLOT HOST
set -eu
dir=$1 name=$2 slot=$3 host=$4
home=$dir/nodes/$name

main() {
  trap 'echo "failed $name"' EXIT
  mkdir -p "$home/etc/ssh" "$home/etc/openvswitch" "$home/log/openvswitch"
  exec 2>"$home/log/boot.log"
  read -r pid _ </proc/self/stat
  echo "$name" >/proc/sys/kernel/hostname
  plug_in
  address
  exec 3>&- 4>&-
  look_like_a_host
  start_sshd
  start_ovs
  trap - EXIT
  echo "up $name $pid"
  # A job that never ends: the node lives on when a test stops its daemons.
  sleep infinity >/dev/null 2>&1 &
  exec >/dev/null
  wait
}

# eth0 is the management NIC, eth1 the underlay NIC; their other ends hang on the switch.
plug_in() {
  # Inherited by NICs made later: an IPv6 address is usable at once.
  echo 0 >/proc/sys/net/ipv6/conf/default/accept_dad
  ip -batch - <<BATCH
link set lo up
link add eth0 mtu 1500 type veth peer name m$host mtu 1500 netns /proc/self/fd/4
link add eth1 mtu 1500 type veth peer name u$host mtu 1500 netns /proc/self/fd/4
link set eth0 up
link set eth1 up
BATCH
  nsenter --net=/proc/self/fd/4 ip -batch - <<BATCH
link set m$host master switch0 addrgenmode none up
link set u$host master switch1 addrgenmode none up
BATCH
}

address() {
  ip -batch - <<BATCH
addr add 198.18.$slot.$host/24 dev eth0
addr add 198.19.$slot.$host/24 dev eth1
addr add 2001:db8:$slot::$host/64 dev eth1 nodad
BATCH
}

look_like_a_host() {
  cp "$dir/ssh/"* "$home/etc/ssh"
  ssh-keygen -q -t ed25519 -N '' -C "$name" -f "$home/etc/ssh/ssh_host_ed25519_key"
  echo "$name" >"$home/etc/hostname"
  printf '127.0.0.1 localhost\n127.0.1.1 %s\n' "$name" >"$home/etc/hosts"
  for path in hostname hosts ssh openvswitch; do
    mount --bind "$home/etc/$path" "/etc/$path"
  done
  mount --bind "$home/log" /var/log
  for path in /run /root /tmp; do
    mount -t tmpfs tmpfs "$path"
  done
  # Last, because the switch is reached through the /proc of the host.
  mount -t proc proc /proc
  mount -t sysfs sysfs /sys
}

start_sshd() {
  mkdir -m 755 /run/sshd
  /usr/sbin/sshd -E /var/log/sshd.log
}

start_ovs() {
  mkdir -p /run/openvswitch /run/ovn
  ovsdb-tool create /etc/openvswitch/conf.db /usr/share/openvswitch/vswitch.ovsschema
  ovs_daemon ovsdb-server --remote=punix:/run/openvswitch/db.sock \
    --remote=db:Open_vSwitch,Open_vSwitch,manager_options /etc/openvswitch/conf.db
  ovs-vsctl --no-wait init -- set Open_vSwitch . "ovs_version=$(ovs_version)" \
    "external_ids:system-id=$name" "external_ids:hostname=$name" \
    external_ids:ovn-encap-type=geneve "external_ids:ovn-encap-ip=198.18.$slot.$host" \
    external_ids:ovn-bridge-datapath-type=netdev
  ovs_daemon ovs-vswitchd --disable-system unix:/run/openvswitch/db.sock
  # Its last write of its own accord: from here on only tests change the database.
  ovs-vsctl --no-wait --timeout=30 wait-until Open_vSwitch . 'dpdk_version!=[]'
}

# --detach returns when the daemon serves, which is all the waiting that a start needs.
ovs_daemon() {
  daemon=$1
  shift
  "$daemon" --detach --no-chdir --pidfile --log-file -vconsole:err -vsyslog:off "$@"
}

ovs_version() {
  ovs-vsctl --version | sed -n '1s/.* //p'
}

main
