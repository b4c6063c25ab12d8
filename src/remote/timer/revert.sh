mine() {
  { read -r line <"$timer/pid"; } && [ "$line" = "$me" ] && [ ! -e "$timer/disarmed" ]
}
main() {
  trap '' HUP
  started $$ && me="$$ $start" && echo "$me" >"$timer/pid" && echo ready || exit 1
  exec >/dev/null 2>&1
  cd /
  until fire; do
    mine || exit 0
    sleep 1
  done
  # Two looks: what the run had sent to a database that hung may arrive after the first.
  until put_back && sleep 1 && put_back; do
    mine || exit 0
    sleep 1
  done
  ! command -v logger || $limit logger -t mcreconcile "run $holder was not confirmed in time: this node has reverted"
  rm -rf "$timer"
  rmdir "$base"
  exit 0
}
fire() {
  token
  clock
  [ -n "$due" ] && [ "$now" -ge "$due" ] && mv "$timer/due.$holder.$due" "$timer/fired"
}

main
