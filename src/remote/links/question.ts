import type { NodeFacts } from '../../model/facts.ts';
import type { FromSchema } from 'json-schema-to-ts';
import { ipLink } from '../../generated/answers.js';
import { linksSh } from '../../generated/scripts.js';
import { ok } from '../../model/result.ts';
import { isMissing, type Frame } from '../frames.ts';
import { parseJson } from '../json.ts';
import { type Question, scriptOf } from '../question.ts';
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

/** The kinds and speeds of a node's NICs. Nothing of it is needed: what cannot be read is left out. */
export const linksQuestion: Question<Links> = {
  phase: 'reading the NICs',
  script: scriptOf({}, linksSh),
  parse: (frame) => ok(parseLinks(frame('links'), frame('speeds'))),
};

function parseLinks(links: Frame, speeds: Frame): Links {
  if (isMissing(links)) return new Map();
  const parsed = parseJson<readonly IpLink[]>('ip -j -d link', links.stdout, ipLink);
  if (!parsed.ok) return new Map();
  const speedOf = speedsOf(speeds.stdout);
  return new Map(
    parsed.value.map((link) => [
      link.ifname,
      { type: typeOf(link), speed: speedOf.get(link.ifname) ?? null },
    ]),
  );
}

type IpLink = FromSchema<typeof ipLinkSchema>[number];

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

/** What was read of a node, and what its NICs are. */
export interface Surveyed {
  readonly node: string;
  readonly facts: NodeFacts;
  readonly links: Links;
}
