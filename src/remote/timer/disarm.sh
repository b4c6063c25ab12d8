disarm() {
  held && [ "$holder" = "$run" ] || { echo gone; return; }
  token
  claim || [ -e "$timer/disarmed" ] || { [ -e "$timer/fired" ] && echo fired || echo gone; return; }
  clear_away || return
  rmdir "$base" 2>/dev/null
  echo disarmed
}

[ -d "$base" ] && act='alone disarm' || act='echo gone'
frame timer $act
