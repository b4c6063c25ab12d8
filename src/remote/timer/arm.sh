say() {
  echo "$*" >&2
  return 1
}

arm() {
  for tool in setsid flock; do
    command -v "$tool" >/dev/null || say "$tool is not installed" || return
  done
  # A timer that reverts removes the folder when it is empty, which may be right now.
  for attempt in 1 2 3; do
    make_base || return
    alone arm_alone && return
    code=$?
    [ "$code" = 75 ] || [ ! -e "$base" ] || return "$code"
  done
  say "$base vanishes again and again"
}
make_base() {
  error=$(mkdir -m 700 "$base" 2>&1)
  [ ! -L "$base" ] || say "$base is a symbolic link" || return
  [ -d "$base" ] || say "${error:-$base vanished}" || return
  set -- $(ls -ldn "$base")
  [ "$3" = "$(id -u)" ] || say "$base belongs to somebody else" || return
  case $1 in
    drwx------*) ;;
    *) say "others may read or write $base" ;;
  esac
}

arm_alone() {
  umask 077
  took=
  mkdir "$timer" 2>/dev/null || replace || return
  start_process && prove && echo "armed${took:+ $took}" && return
  code=$?
  clear_away
  return "$code"
}
# What stands there is another run's, ours of an earlier attempt, or nobody's any more. An answer
# ends the subshell that we are in.
replace() {
  [ -d "$base" ] || return 75
  held || holder=
  token
  if [ -e "$timer/disarmed" ]; then
    :
  elif [ "$holder" = "$run" ]; then
    claim || [ ! -e "$timer/fired" ] || { echo fired; exit 0; }
  elif alive; then
    tell_locked
    exit 0
  else
    took=$holder
  fi
  clear_away && mkdir "$timer"
}
tell_locked() {
  { IFS= read -r theirs <"$timer/owner"; } 2>/dev/null
  remaining
  echo "locked $holder $left $theirs"
}

start_process() {
  clock
  deadline=$((now + seconds * 100))
  echo "$run" >"$timer/run" && printf '%s\n' "$owner" >"$timer/owner" &&
    write_revert >"$timer/revert" && : >"$timer/due.$run.$deadline" || return
  # Its end of the pipe is closed when it has said that it is ready, or why it is not.
  said=$(setsid sh "$timer/revert" </dev/null 2>&1 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&- &)
}
prove() {
  held && token && [ "$said" = ready ] && alive && [ "$holder $due" = "$run $deadline" ] ||
    say "its process does not start: $said"
}

frame timer arm
