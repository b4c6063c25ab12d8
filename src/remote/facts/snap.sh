# Asks snapd for the MicroOVN snap, and for when it refreshes snaps. Fails where either is not there; prints
# the time of this node, the row of the snap, and `next SECONDS` and `hold SECONDS`, as far as they are told.
read_snap() {
  [ -e /snap/microovn ] || [ -e /var/snap/microovn ] || return 1
  [ -n "$ask_snap" ] && command -v snap >/dev/null || return 1
  date +%s
  [ -n "$limit" ] || return 0
  timeout -k 1 3 snap list microovn 2>/dev/null | head -c 4096
  timeout -k 1 3 snap refresh --time --abs-time 2>/dev/null | head -c 4096 | refresh_times
}
# Lines such as `next: 2026-11-25T18:10:00Z (but held)`, `hold: forever`.
refresh_times() {
  while IFS=' ' read -r word time _; do
    case $word$time in
      hold:forever) echo 'hold forever' ;;
      next:[0-9]*-*T*:* | hold:[0-9]*-*T*:*) echo "${word%:} $(date -d "$time" +%s 2>/dev/null)" ;;
    esac
  done
}
