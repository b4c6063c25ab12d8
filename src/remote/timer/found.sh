# Prints `RUN LEFT alive|dead OWNER` of a timer that somebody may still wait for.
found_timer() {
  held && { IFS= read -r owner <"$timer/owner"; } 2>/dev/null || return 0
  token
  [ -n "$due" ] || [ -e "$timer/fired" ] || return 0
  remaining
  alive && life=alive || life=dead
  printf '%s\n' "$holder $left $life $owner"
}
