extend() {
  held && [ "$holder" = "$run" ] || { echo gone; return; }
  token
  clock
  later=$((now + seconds * 100))
  if [ "$due" != "$later" ]; then
    [ -n "$due" ] && mv "$timer/due.$run.$due" "$timer/due.$run.$later" 2>/dev/null || { lost; return; }
  fi
  token
  alive && [ "$due" = "$later" ] && echo extended || lost
}
# Somebody else has the token.
lost() {
  [ -e "$timer/fired" ] && echo fired || echo gone
}

frame timer extend
