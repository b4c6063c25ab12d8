# What all scripts about timers share. A node has at most one timer, and its folder is the node's lock.
# The files in there:
#   run, owner    whose it is
#   pid           `PID START` of its process, START as proc(5) tells it: a pid may be used again
#   due.RUN.TIME  the token; TIME is when it reverts, in 0.01 s by /proc/uptime. Whoever renames it has
#                 won, and rename(2) lets one win: to due.RUN.LATER, to `disarmed`, or to `fired`
#   revert        what the process runs
base=/run/mcreconcile
timer=$base/timer

# Sets now: hundredths of a second since boot.
clock() {
  read -r uptime _ </proc/uptime
  now=${uptime%.*}${uptime#*.}
}
# Sets start: when a process began.
started() {
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  # Its name may hold blanks; after it, the state is field 1 of what is left, the start field 20.
  set -- ${stat##*) }
  [ "$1" != Z ] && start=${20}
}
# Sets pid.
alive() {
  { read -r pid began <"$timer/pid"; } 2>/dev/null && started "$pid" && [ "$start" = "$began" ]
}
# Sets holder: the run whose timer it is.
held() {
  { IFS= read -r holder <"$timer/run"; } 2>/dev/null
}
# Sets due, empty where there is no token.
token() {
  set -- "$timer/due.$holder."*
  due=
  [ ! -e "$1" ] || due=${1##*.}
}
# Sets left: seconds until the node reverts.
remaining() {
  clock
  left=0
  [ "${due:-0}" -le "$now" ] || left=$(((due - now + 99) / 100))
}
