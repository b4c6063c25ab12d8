import type { Prime } from '../model/plan.ts';
import { environmentLines, limitLine, shellWords } from '../model/shell.ts';

/**
 * Pings each target once, so that its MAC address is known when the first tunnel packet needs it;
 * an entry of a former owner would stay for minutes otherwise. Whether pings pass was asked before:
 * nothing is printed, and nothing fails.
 */
export function primeScript({ source, targets, flush }: Prime): string {
  return [
    `source=${shellWords([source])}`,
    `peers=${shellWords([targets.join(' ')])}`,
    `flush=${shellWords([flush.join(' ')])}`,
    environmentLines,
    limitLine,
    body,
  ].join('\n');
}

const body = String.raw`
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
ip neigh show 2>/dev/null | while read -r address _ device _; do
  case " $peers " in
    *" $address "*) echo "neigh change $address dev $device nud probe" ;;
  esac
done | ip -force -batch - >/dev/null 2>&1
exit 0
`;
