# An address in brackets is no pattern of files.
set -f
number=0
for each in $remotes; do
  frame "southbound-$number" ask "$each"
  number=$((number + 1))
done
