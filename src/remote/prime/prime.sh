for target in $flush; do
  ip neigh flush to "$target"
done >/dev/null 2>&1
if command -v fping >/dev/null; then
  $limit fping -q -c 1 -i 1 -t 500 -S "$source" $peers
else
  for target in $peers; do
    ping -n -q -c 1 -W 1 -I "$source" "$target" &
  done
  wait
fi >/dev/null 2>&1
# Whose question came first is known without an answer, and OVS in userspace learns from answers.
# What was entered by hand is not asked: it would be forgotten in time.
ip neigh show 2>/dev/null | while read -r address _ device state; do
  case " $peers / $state " in
    *' PERMANENT '*) ;;
    *" $address "*) echo "neigh change $address dev $device nud probe" ;;
  esac
done | ip -force -batch - >/dev/null 2>&1
