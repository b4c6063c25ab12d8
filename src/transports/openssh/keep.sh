# Runs a program that must not outlive whoever holds our stdin, even one that was killed.
exec 3<&0
"$@" </dev/null 3<&- &
program=$!
{ read -r _; kill "$program"; } <&3 2>/dev/null &
watcher=$!
wait "$program"
code=$?
kill "$watcher" 2>/dev/null
exit "$code"
