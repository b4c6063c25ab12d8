import type { FromSchema } from 'json-schema-to-ts';
import { isMissing, parseFrames, frameShell } from '../facts/frames.ts';
import { parseJson } from '../facts/json.ts';
import { ipLink } from '../generated/answers.js';
import { limitLine, shellWords } from '../model/shell.ts';
import type { ipLinkSchema } from './schemas.ts';

/** What the kernel says of a NIC beside its addresses. */
export interface Link {
  /** See `Candidate`. */
  readonly type: string;
  /** Mbit/s; null where the driver does not say. */
  readonly speed: number | null;
}

/** NICs by name; empty where the node did not say. */
export type Links = ReadonlyMap<string, Link>;

/** Asks a node for the kinds and speeds of its NICs: POSIX sh, writes nothing. Frames as in `factsScript`. */
export function linksScript(boundary: string): string {
  return [`boundary=${shellWords([boundary])}`, limitLine, frameShell, body].join('\n');
}

/** What the node printed; nothing of it is needed, so that what cannot be read is left out. */
export function parseLinks(boundary: string, stdout: string, stderr: string): Links {
  const frames = parseFrames(boundary, stdout, stderr);
  const links = frames?.get('links');
  if (links === undefined || isMissing(links)) return new Map();
  const parsed = parseJson<readonly IpLink[]>('ip -j -d link', links.stdout, ipLink);
  if (!parsed.ok) return new Map();
  const speeds = speedsOf(frames?.get('speeds')?.stdout ?? '');
  return new Map(
    parsed.value.map((link) => [
      link.ifname,
      { type: typeOf(link), speed: speeds.get(link.ifname) ?? null },
    ]),
  );
}

type IpLink = FromSchema<typeof ipLinkSchema>[number];

const body = String.raw`
LC_ALL=C; export LC_ALL
PATH=$PATH:/usr/sbin:/sbin; export PATH

frame links $limit ip -j -d link show
frame speeds grep -s . /sys/class/net/*/speed
edge done
`;

/** Only what has no driver in software has no kind. */
function typeOf({ link_type: link, linkinfo }: IpLink): string {
  const kind = linkinfo?.info_kind;
  if (kind !== undefined) return /^[\w-]{1,20}$/.test(kind) ? kind : 'unknown';
  if (link === 'loopback') return 'loopback';
  return link === 'ether' || link === 'infiniband' ? 'physical' : 'unknown';
}

/** Lines `/sys/class/net/eth0/speed:10000`; a link that is down has -1. */
function speedsOf(text: string): ReadonlyMap<string, number> {
  const lines = [...text.matchAll(/^\/sys\/class\/net\/([^/\n]+)\/speed:(\d{1,9})$/gm)];
  return new Map(lines.map(([, name = '', value]) => [name, Number(value)]));
}
