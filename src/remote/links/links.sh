frame links $limit ip -j -d link show
frame speeds grep -s . /sys/class/net/*/speed
