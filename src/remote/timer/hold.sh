# What takes a timer away; nobody else does so meanwhile.
# Exits 75 where the folder was removed while we waited for it.
alone() {
  (
    $limit flock 9 || { echo "another program holds $base" >&2; exit 1; }
    [ /proc/self/fd/9 -ef "$base" ] || exit 75
    "$@"
  ) 9<"$base"
}
# From then on its process puts nothing back any more, whatever becomes of it.
claim() {
  [ -n "$due" ] && mv "$timer/due.$holder.$due" "$timer/disarmed" 2>/dev/null
}
clear_away() {
  ! alive || kill -KILL "$pid"
  for attempt in 1 2 3 4 5 6 7 8 9 10; do
    alive || break
    sleep 0.1 2>/dev/null || sleep 1
  done
  ! alive && rm -rf "$timer" && [ ! -e "$timer" ]
}
