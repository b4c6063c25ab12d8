/** How the stand-in for snapd's `snap` behaves. */
export interface SnapOptions {
  readonly revision?: string;
  /** As cmd/snap/notes.go joins them. */
  readonly notes?: string;
  /** What follows the lines `timer` and `last`. */
  readonly times?: string;
  /** Sh that comes first. */
  readonly before?: string;
}

/**
 * A program `snap` that knows MicroOVN and when it refreshes snaps, and prints what cmd/snap/cmd_list.go
 * and cmd/snap/cmd_snap_op.go (showRefreshTimes) of github.com/canonical/snapd do at tag 2.76.
 */
export function snapStandIn(options: SnapOptions = {}): string {
  const { revision = '667', notes = '-', times = 'next: n/a', before = '' } = options;
  return `#!/bin/sh
${before}
case "$*" in
  'list microovn')
    echo 'Name      Version                Rev  Tracking      Publisher    Notes'
    echo 'microovn  24.03.2+snapa2c59c105  ${revision}  24.03/stable  canonical✓  ${notes}' ;;
  'refresh --time --abs-time')
    echo 'timer: 00:00~24:00/4'
    echo 'last: 2026-11-25T10:44:00Z'
    printf '%s\\n' "${times}" ;;
  *) echo "error: unknown command: $*" >&2; exit 64 ;;
esac
`;
}
