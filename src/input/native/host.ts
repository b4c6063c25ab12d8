import { parseAddress } from '../../model/address.ts';
import type { Advice } from '../invalid.ts';
import { show } from '../show.ts';
import { addressAdvice } from './addresses.ts';

/** What is wrong with a management address: neither a strict address nor a host name; null if nothing is. */
export function hostAdvice(text: string): Advice | null {
  if (parseAddress(text) !== null) return null;
  // A last label of digits makes resolvers read the whole as an address: `10.1` is 10.0.0.1.
  if (/^[\d.]+(\/|$)/.test(text)) return withoutPrefix(text);
  if (numericEnd.test(text) || text.includes(':') || !hostName.test(text)) return strange(text);
  return null;
}

/** Hosts as they are compared: names are the same in any case, and with a final dot. */
export function sameHost(text: string): string {
  return parseAddress(text)?.text ?? text.toLowerCase().replace(/\.$/, '');
}

const numericEnd = /(^|\.)(\d+|0x[0-9a-f]*)\.?$/i;

// With `_`, which aliases of OpenSSH’s configuration may have.
const hostName =
  /^(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*\.?$/;

function withoutPrefix(text: string): Advice {
  const [bare = ''] = text.split('/');
  if (bare === text || parseAddress(bare) === null) return addressAdvice(text);
  return { cause: `${show(text)} has a prefix length`, instead: `write ${show(bare)}` };
}

function strange(text: string): Advice {
  const cause = `${show(text)} is neither an IP address nor a host name`;
  const [, port] = /^[^:]*:(\d+)$|\]:(\d+)$/.exec(text) ?? [];
  if (port !== undefined || /\]:\d+$/.test(text))
    return { cause, instead: 'write the port under `ssh: { port: … }`' };
  if (text.includes('@')) return { cause, instead: 'write the user under `ssh: { user: … }`' };
  if (/[%/[\]]/.test(text))
    return { cause, instead: 'write the bare address, without zone, brackets and prefix length' };
  return { cause, instead: 'write one such as `198.18.0.11` or `micro01.example.net`' };
}
