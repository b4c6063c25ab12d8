/** One OVSDB remote in active form, as a pattern for schemas: ovsdb(7), without anything odd. */
export const remotePattern = '(unix:/[A-Za-z0-9/_.+-]+|(tcp|ssl):[A-Za-z0-9.:\\[\\]_-]+)';

/** The servers of a comma list, as OVN takes it. */
export function serversOf(remote: string): readonly string[] {
  return remote.split(',').filter(Boolean);
}

/** Whether a text that a node holds is a list of remotes, and nothing that only looks like one. */
export function isRemote(text: string): boolean {
  return new RegExp(`^${remotePattern}(,${remotePattern})*$`).test(text);
}
