/** How every script begins that answers in frames; `$boundary` is set before it. See `parseFrames`. */
export const framing = String.raw`
LC_ALL=C; export LC_ALL
PATH=$PATH:/usr/sbin:/sbin:/snap/bin; export PATH

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
`;
