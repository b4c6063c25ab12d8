routes() {
  for target in $targets; do
    echo "route get $target from $source"
  done | $limit ip -force -j -batch -
}

# An fping that knows these options answers for every target; otherwise ping(8) is asked.
ask() {
  size=$1
  shift
  command -v fping >/dev/null && ask_fping "$@" | grep . && return 0
  command -v ping >/dev/null || return 127
  for target; do
    ask_ping "$target" &
  done
  wait
}
ask_fping() {
  $limit fping -q -M -b "$size" -S "$source" -c 3 -p 100 -i 2 -t 500 "$@" 2>&1 |
    sed -n 's|^\([^ ]*\) *: xmt/rcv/%loss = \([0-9]*\)/\([0-9]*\)/.*|\1 \2 \3|p'
}
# Its last but one line begins with "3 packets transmitted, 3 received".
ask_ping() {
  ping -n -q -c 3 -i 0.2 -w 2 -M 'do' -s "$size" -I "$source" "$1" |
    while read -r sent word _ received _; do
      [ "$word" != packets ] || echo "$1 $sent $received"
    done
}
ask_full() {
  answers=$(ask "$payload" $targets) || return
  echo "$answers"
}
ask_small() {
  missed=$(missed)
  [ -z "$missed" ] || ask "$small" $missed
}
missed() {
  reached=$(echo "$answers" | sed -n 's/ [0-9]* [1-9].*//p' | tr '\n' ' ')
  for target in $targets; do
    case " $reached" in
      *" $target "*) ;;
      *) echo "$target" ;;
    esac
  done
}

frame routes routes
frame full ask_full
frame small ask_small
