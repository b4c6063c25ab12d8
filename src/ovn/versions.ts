/** What an OVN does that an earlier one does not, and since when: read in its sources and NEWS. */
const since = {
  /** Without an encap type ovn-controller stands still (chassis.c). */
  standsStill: 20.06,
  /** `ovn-set-local-ip`. */
  knowsSource: 22.03,
  /** `<key>-<system-id>` beats `<key>`. */
  takesSuffixedKeys: 23.03,
  /** Tunnels name their source whatever `ovn-set-local-ip` says. */
  alwaysNamesSource: 24.09,
  /** A chassis that stays remembers what its tunnels were called (ebd1b99b6). */
  remembersTunnels: 25.09,
} as const;

/** Whether a version, such as `23.03.1`, does that; `unknown` where it is null or cannot be read. */
export function does(
  what: keyof typeof since,
  version: string | null,
  { unknown }: { readonly unknown: boolean },
): boolean {
  // Year and two digits of a month: as a number they order themselves.
  const have = Number.parseFloat(version ?? '');
  return Number.isNaN(have) ? unknown : have >= since[what];
}
