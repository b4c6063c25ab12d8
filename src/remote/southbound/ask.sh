find_client() {
  for candidate in "${vsctl%ovs-vsctl}ovsdb-client" ovsdb-client microovn.ovsdb-client; do
    command -v "$candidate" && return 0
  done
  return 127
}
# What ovs-vsctl get-ssl names, else what the ovn-controller was started with; SHORT LONG TITLE.
key_file() {
  file=$(printf '%s\n' "$ssl" | sed -n "s/^$3: //p")
  [ -n "$file" ] || file=$(printf '%s\n' "$controller" | sed -n "s/^--$2=//p; /^-$1$/{n;p;}")
  printf '%s\n' "$file"
}
# Any member of a cluster will do: a follower hands on what is to be written.
ask() {
  client=$(find_client) || return 127
  remote=$1
  set -- --timeout=5 --no-leader-only
  case $remote in
    *ssl:*)
      ssl=$($limit "$vsctl" $db --timeout=5 get-ssl) || return
      controller=$(controller_arguments)
      key=$(key_file p private-key 'Private key')
      # Where nothing names a key, the snap's ovsdb-client brings its own.
      [ -z "$key" ] || set -- "$@" -p "$key" -c "$(key_file c certificate Certificate)" \
        -C "$(key_file C ca-cert 'CA Certificate')"
      ;;
  esac
  $limit "$client" "$@" "$verb" "$remote" "$transaction"
}
