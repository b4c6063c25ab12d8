# The southbound database of a lab with OVN. Read by the keeper, the central and the nodes, which know
# $slot, and $southbound: one server ("tcp"), one that asks for certificates ("ssl"), or three ("cluster").

# What the nodes are told. In a cluster all three serve in one place: their ports tell them apart.
southbound_remote() {
  at=198.18.$slot.253
  case $southbound in
    tcp) echo "tcp:$at:6642" ;;
    ssl) echo "ssl:$at:6642" ;;
    cluster) echo "tcp:$at:6642,tcp:$at:6652,tcp:$at:6662" ;;
  esac
}

# In the central.
start_southbound() {
  at=198.18.$slot.253
  case $southbound in
    tcp)
      create ovnsb_db ovn-sb
      serve ovnsb_db "--remote=ptcp:6642:$at"
      ;;
    ssl)
      create ovnsb_db ovn-sb
      serve ovnsb_db --remote=db:OVN_Southbound,SB_Global,connections $(key_options)
      ovn-sbctl set-connection "pssl:6642:$at"
      ;;
    cluster)
      ovsdb-tool create-cluster /var/lib/ovn/ovnsb_db.db /usr/share/ovn/ovn-sb.ovsschema "tcp:$at:6644"
      serve ovnsb_db "--remote=ptcp:6642:$at"
      join 2 6654 6652
      join 3 6664 6662
      # Whoever leads is who northd and ovn-sbctl want.
      export OVN_SB_DB=unix:/run/ovn/ovnsb_db.sock,unix:/run/ovn/ovnsb_db2.sock,unix:/run/ovn/ovnsb_db3.sock
      ;;
  esac
}

# Usage: join NUMBER PORT_FOR_SERVERS PORT_FOR_CLIENTS
join() {
  server=ovnsb_db$1
  ovsdb-tool join-cluster "/var/lib/ovn/$server.db" OVN_Southbound "tcp:$at:$2" "tcp:$at:6644"
  serve "$server" "--remote=ptcp:$3:$at"
  ovsdb-client --timeout=20 wait "unix:/run/ovn/$server.sock" OVN_Southbound connected
}

# In the keeper: who signs the certificates.
make_authority() {
  mkdir "$dir/pki"
  make_key "$dir/pki/ca-key.pem"
  openssl req -x509 -new -key "$dir/pki/ca-key.pem" -subj /CN=lab -days 1 -out "$dir/pki/ca.pem"
}

# Before a host looks like one. With RBAC the common name is whose rows it may write.
make_certificate() {
  make_key "$home/etc/ovn/key.pem"
  openssl req -new -key "$home/etc/ovn/key.pem" -subj "/CN=$name" |
    openssl x509 -req -CA "$dir/pki/ca.pem" -CAkey "$dir/pki/ca-key.pem" -set_serial "$host" \
      -days 1 -out "$home/etc/ovn/cert.pem" 2>/dev/null
  cp "$dir/pki/ca.pem" "$home/etc/ovn"
}

# Usage: make_key FILE
make_key() {
  openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:prime256v1 -out "$1" 2>/dev/null
}
