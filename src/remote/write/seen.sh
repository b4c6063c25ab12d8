# What a controller needs to stand still: it has seen that there is no encap type when it has answered
# twice, for the first answer may come from before. Without one to ask, a second is enough.
asked() {
  for appctl in ovn-appctl microovn.ovn-appctl; do
    command -v "$appctl" >/dev/null && $limit "$appctl" -T 2 -t ovn-controller version && return 0
  done
  return 1
}
{ asked && asked || sleep 1; } >/dev/null 2>&1
