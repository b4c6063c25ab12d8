# Puts the answer of a command in a frame, on stdout and stderr alike.
edge() {
  printf '\n%s %s\n' "$boundary" "$*"
  printf '\n%s %s\n' "$boundary" "$*" >&2
}
frame() {
  edge begin "$1"
  shift
  "$@" </dev/null
  edge end "$?"
}
