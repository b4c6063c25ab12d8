#!/bin/sh
# The keeper of one lab: the init of its PID namespace; its network namespace is the lab's switch.
# Whatever ends it, the kernel ends every process in here, and all NICs and mounts go with them.
# fd 0: until it has said "stay", its end is the lab's end. fd 1: events. fd 3: the root network.
# Usage: lab.sh DIR ROOT NETWORK SOUTHBOUND NODE..., where ROOT is the tree whose programs the nodes run,
# or empty for this machine's, NETWORK is "plain", "ovn" or "uplink", and SOUTHBOUND is as in southbound.sh
set -eu
. "${0%/*}/southbound.sh"
. "${0%/*}/uplink.sh"
dir=$1 root=$2 network=$3 southbound=$4
shift 4

main() {
  read -r pid _ </proc/self/stat
  echo "keeper $pid"
  trap 'exit 143' TERM INT HUP
  build_switch
  hide_host
  write_ssh
  [ "$southbound" != ssl ] || make_authority
  [ "$network" != uplink ] || start_outside
  [ "$network" = plain ] || start_host central.sh central 253 "$network" "$southbound" "$@" &
  host=10
  for name; do
    host=$((host + 1))
    start_host node.sh "$name" "$host" "$network" "$southbound" &
  done
  read -r word && [ "$word" = stay ] || exit 0
  # A job that never ends: the switch stays even when every node is powered off.
  sleep infinity >/dev/null 2>&1 &
  exec >/dev/null
  wait
}

build_switch() {
  slot=0
  # Creating the name is the claim: of two labs that want one slot, one gets EEXIST.
  until error=$(ip link add mgmt type veth peer name "mclab$slot" netns /proc/self/fd/3 2>&1); do
    slot=$((slot + 1))
    [ "$slot" -lt 128 ] || { echo "no free lab slot: $error" >&2; exit 1; }
  done
  echo "slot $slot"
  ip -batch - <<BATCH
link add switch0 type bridge mcast_snooping 0
link add switch1 type bridge mcast_snooping 0
link set mgmt master switch0 up
link set switch0 up
link set switch1 up
BATCH
  nsenter --net=/proc/self/fd/3 ip -batch - <<BATCH
link set mclab$slot addrgenmode none up
addr add 198.18.$slot.254/24 dev mclab$slot
BATCH
  # OVS cannot fill in a checksum that is left to the hardware.
  [ "$network" = plain ] ||
    nsenter --net=/proc/self/fd/3 ethtool -K "mclab$slot" tx off >/dev/null
}

hide_host() {
  mount -t tmpfs tmpfs /run
  # Without PAM sshd refuses an account that is locked with "!", as root is on many hosts.
  (umask 077 && sed 's/^root:[^:]*:/root:*:/' /etc/shadow >/run/shadow)
  mount --bind /run/shadow /etc/shadow
}

write_ssh() {
  mkdir "$dir/ssh"
  ssh-keygen -q -t ed25519 -N '' -C lab -f "$dir/id_ed25519"
  cp "$dir/id_ed25519.pub" "$dir/ssh/authorized_keys"
  cat >"$dir/ssh/sshd_config" <<CONFIG
HostKey /etc/ssh/ssh_host_ed25519_key
AuthorizedKeysFile /etc/ssh/authorized_keys
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
StrictModes no
UseDNS no
PidFile /run/sshd.pid
LogLevel VERBOSE
PrintMotd no
PrintLastLog no
MaxStartups 1000
MaxSessions 1000
Subsystem sftp internal-sftp
CONFIG
  # From OpenSSH 9.8 on sshd shuts out an address that fails often, as tests do on purpose.
  try='/usr/sbin/sshd -G -f /dev/null -o PerSourcePenalties=no'
  chroot "${root:-/}" $try >/dev/null 2>&1 || return 0
  echo 'PerSourcePenalties no' >>"$dir/ssh/sshd_config"
}

# Usage: start_host SCRIPT NAME HOST ARGUMENT...
start_host() {
  exec </dev/null 4</proc/self/ns/net
  script=$1 name=$2 host=$3
  shift 3
  exec unshare --net --mount --uts --pid --fork --kill-child \
    sh "${0%/*}/$script" "$dir" "$name" "$slot" "$host" "$root" "$@"
}

main "$@"
