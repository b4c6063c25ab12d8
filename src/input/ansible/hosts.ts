import { err, ok, type Result } from '../../model/result.ts';
import type { Advice } from '../invalid.ts';
import { show } from '../show.ts';
import { sequenceOf } from './range.ts';

/** What a pattern of hosts stands for. */
export interface Hosts {
  readonly names: readonly string[];
  readonly port: number | null;
}

/** The hosts of `micro[01:12]`, `micro01:2222`, `[2001:db8::11]:22`; no more than there is room for. */
export function hostsOf(pattern: string, room: number): Result<Hosts, Advice> {
  const { bare, port } = withoutPort(pattern);
  if (bare.endsWith(':'))
    return err({
      cause: `${show(pattern)} ends in \`:\`, and no port follows`,
      instead: 'write the port, or leave the `:` out',
    });
  const names = expanded(bare, room);
  return names.ok ? ok({ names: names.value, port }) : names;
}

function withoutPort(pattern: string): { readonly bare: string; readonly port: number | null } {
  const [, inner, innerPort] = /^\[(.+)\]:(\d+)$/.exec(pattern) ?? [];
  if (inner !== undefined && /^[\w.:-]+$/.test(inner.replaceAll(/\[[^\]]*\]/g, '0')))
    return { bare: inner, port: Number(innerPort) };
  const [, host, port] = /^((?:[^:[\]]|\[[^\]]*\])*):(\d+)$/.exec(pattern) ?? [];
  if (host !== undefined && /^[\p{L}\p{N}_.-]+$/u.test(host.replaceAll(/\[[^\]]*\]/g, '0')))
    return { bare: host, port: Number(port) };
  return { bare: pattern, port: null };
}

/** The names of `micro[01:12]`, of one bracket or several; no more than there is room for. */
export function expanded(text: string, room: number): Result<readonly string[], Advice> {
  if (room < 1) return err(tooMany(text));
  return text.includes('[') ? expandedRange(text, room) : ok([text]);
}

function expandedRange(text: string, room: number): Result<readonly string[], Advice> {
  const [, head = '', range = '', tail = ''] = firstRange.exec(text) ?? [];
  if (range === '') return err(unclosed(text));
  const sequence = sequenceOf(range, room);
  if (!sequence.ok) return err(sequence.error ?? tooMany(text));
  const tails = expanded(tail, room);
  if (!tails.ok) return tails;
  if (sequence.value.length * tails.value.length > room) return err(tooMany(text));
  return ok(sequence.value.flatMap((each) => tails.value.map((rest) => `${head}${each}${rest}`)));
}

const firstRange = /^([^[\]]*)\[([^\]]+)\](.*)$/s;

function tooMany(text: string): Advice {
  return {
    cause: `${show(text)} makes more than 20000 hosts of this inventory`,
    instead: 'check the numbers of the range, or split the inventory',
  };
}

function unclosed(text: string): Advice {
  return {
    cause: `${show(text)} is not a range: its brackets do not match, or are empty`,
    instead: 'write one such as `micro[01:12]`',
  };
}
