find_vsctl() {
  for candidate in $candidates; do
    command -v "$candidate" && return 0
  done
  return 127
}
