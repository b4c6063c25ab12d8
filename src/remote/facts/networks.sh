# Asks LXD for its networks. Fails where LXD is not there; prints which projects were looked at, and the
# list, or a word where there is none.
read_lxd() {
  find_lxd || return
  [ -w "$home/unix.socket" ] || { echo permission-denied; return; }
  [ -n "$ask_cluster" ] || { echo not-asked; return; }
  # Nothing else would end it.
  [ -n "$limit" ] || { echo no-timeout; return; }
  ask_projects
}
# Before 5.21.4 and 6.4, LXD cannot list the networks of all projects: exit 1.
ask_projects() {
  for option in --all-projects --project=default; do
    answer=$(lxd_networks "$option")
    case $answer in
      *' 0') printf '%s\n%s\n' "$option" "${answer% 0}"; return ;;
      *' 124' | *' 137') echo no-answer; return ;;
    esac
  done
  echo failed
}
# Without who uses them, which may be thousands; 200 networks have some 100 KiB. Its exit code at the end.
lxd_networks() {
  { timeout -k 1 5 lxc network list local: "$1" --format json 2>/dev/null; echo " $?"; } |
    sed 's/"used_by":\[[^]]*\]/"used_by":[]/g' | head -c 524288
}
