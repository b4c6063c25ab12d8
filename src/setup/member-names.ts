import { parseAddress } from '../model/address.ts';

/** Names are the same in any case, and with a final dot. */
export function foldedName(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

/** Without its domain, which some tell and some do not. */
export function shortName(name: string): string {
  return foldedName(name).split('.')[0] ?? '';
}

/** What an inventory can call a node: no URL, no control characters. */
export function isName(text: string): boolean {
  return text.length <= 253 && /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/.test(text);
}

/** An address or a host name that can be dialled. */
export function isHost(text: string): boolean {
  return parseAddress(text) !== null || (isName(text) && !/^[\d.]+$/.test(text));
}
