# Each command has a limit of its own, so that all of them end within the 30 s of one question.
command -v timeout >/dev/null && limit='timeout -k 1 4' || limit=

# Prints the value of a key of external_ids, without its quotes; fails where there is none.
external_id() {
  value=$($limit "$vsctl" $db --timeout=3 get Open_vSwitch . "external_ids:\"$1\"" 2>/dev/null) || return
  value=${value#\"}
  printf '%s\n' "${value%\"}"
}
# ovn-controller takes the key with its own name before the plain one.
own_remote() {
  external_id "ovn-remote-$(external_id system-id)" || external_id ovn-remote
}
ask_southbound() {
  vsctl=$(find_vsctl) || return 127
  # A database that hangs is asked once.
  $limit "$vsctl" $db --timeout=3 get Open_vSwitch . external_ids >/dev/null || return
  remote=$(own_remote) || { echo 'no ovn-remote is set' >&2; return 1; }
  case $remote in
    tcp:* | ssl:* | unix:*) ask "$remote" ;;
    *) echo 'ovn-remote is no list of servers' >&2; return 1 ;;
  esac
}
# COMMAND OPTION…; the status is kept, for what to ask next.
list_members() {
  tool=$1
  shift
  status=127
  command -v "$tool" >/dev/null || return 127
  $limit "$tool" cluster list "$@" --format json
  status=$?
  return "$status"
}
ask_microovn_socket() {
  state=/var/snap/microovn/common/state
  [ -e "$state" ] || [ -e /var/snap/microovn ] || return 127
  [ -w "$state/control.socket" ] || { echo "permission denied, or no socket: $state" >&2; return 1; }
  ask_microovn "$state/control.socket" /core/1.0/cluster
}
list_lxd() {
  find_lxd && list_members lxc
}

set -f
frame southbound ask_southbound
frame microovn list_members microovn
[ "$status" = 0 ] || frame microovn-socket ask_microovn_socket
frame microcloud list_members microcloud
case $status in
  # Without quorum, only what the member itself remembers is left.
  0 | 127) ;;
  *) frame microcloud-local list_members microcloud --local ;;
esac
frame lxd list_lxd
