# How a namespace is made to look like a host of its own: what nodes and the central share.
# fd 1: events. fd 3: the root network. fd 4: the network namespace of the lab's switch.
# Arguments: DIR NAME SLOT HOST ROOT; HOST is the number that its addresses end in.
dir=$1 name=$2 slot=$3 host=$4 root=$5
home=$dir/nodes/$name

boot() {
  trap 'echo "failed $name"' EXIT
  mkdir -p "$home/etc/ssh" "$home/etc/openvswitch" "$home/etc/ovn"
  mkdir -p "$home/log/openvswitch" "$home/log/ovn"
  exec 2>"$home/log/boot.log"
  read -r pid _ </proc/self/stat
  echo "$name" >/proc/sys/kernel/hostname
  # Inherited by NICs made later: an IPv6 address is usable at once.
  echo 0 >/proc/sys/net/ipv6/conf/default/accept_dad
}

# The switch's ends take frames of any size: what a NIC can take is up to the NIC.
# Usage: plug_in NIC PORT BRIDGE ...
plug_in() {
  here='link set lo up' there=
  while [ $# -gt 0 ]; do
    here="$here
link add $1 mtu 1500 type veth peer name $2 mtu 9216 netns /proc/self/fd/4
link set $1 up"
    there="$there
link set $2 master $3 addrgenmode none up"
    shift 3
  done
  echo "$here" | ip -batch -
  echo "$there" | nsenter --net=/proc/self/fd/4 ip -batch -
}

# To be called when all is plugged in.
look_like_a_host() {
  exec 3>&- 4>&-
  echo "$name" >"$home/etc/hostname"
  printf '127.0.0.1 localhost\n127.0.1.1 %s\n' "$name" >"$home/etc/hosts"
  [ -z "$root" ] || enter_root
  for path in hostname hosts ssh openvswitch ovn; do
    mount --bind "$home/etc/$path" "/etc/$path"
  done
  mount --bind "$home/log" /var/log
  for path in /run /root /tmp /var/lib/ovn; do
    mount -t tmpfs tmpfs "$path"
  done
  mkdir /run/openvswitch /run/ovn
  # Last, because the switch is reached through the /proc of the host.
  mount -t proc proc /proc
  mount -t sysfs sysfs /sys
}

# The tree itself stays as it is: what the host writes goes into memory.
enter_root() {
  mount -t tmpfs tmpfs /run
  mkdir /run/upper /run/work /run/root
  layers=lowerdir=$root,upperdir=/run/upper,workdir=/run/work
  mount -t overlay -o "$layers" overlay /run/root
  mount --rbind /dev /run/root/dev
  mount -t proc proc /run/root/proc
  mkdir -p "/run/root$dir"
  mount --bind "$dir" "/run/root$dir"
  touch /run/root/etc/hostname /run/root/etc/hosts
  pivot_root /run/root /run/root/mnt
  cd /
  umount -l /mnt
}

# A job that never ends: the host lives on when a test stops its daemons.
stay_up() {
  trap - EXIT
  echo "up $name $pid"
  sleep infinity >/dev/null 2>&1 &
  exec >/dev/null
  wait
}

workload_name() {
  printf 'vm%02d' "$(($1 - 10))"
}

workload_mac() {
  printf '02:00:00:00:%02x:%02x' "$slot" "$1"
}

workload_address() {
  echo "198.18.$((128 + slot)).$1"
}
