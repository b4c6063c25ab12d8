/** A jump host as ProxyJump names it: ssh_config(5). */
export interface Hop {
  readonly host: string;
  readonly user: string | undefined;
  readonly port: number | undefined;
}

/** `[user@]host[:port]` or `ssh://…`, separated by commas, the outermost first; null: it is none. */
export function hopsOf(text: string): readonly Hop[] | null {
  const hops = text.split(',').map(hopOf);
  return hops.every((hop) => hop !== null) ? hops : null;
}

const shape =
  /^(?:ssh:\/\/)?(?:([^@\s]+)@)?(?:\[([0-9A-Fa-f:.%\w]+)\]|([^\s:@[\]/-][^\s:@[\]/]*))(?::([0-9]{1,5}))?\/?$/;

function hopOf(text: string): Hop | null {
  const [matched, user, address, name, port] = shape.exec(text.trim()) ?? [];
  const host = address ?? name;
  if (matched === undefined || host === undefined) return null;
  return { host, user, port: port === undefined ? undefined : Number(port) };
}
