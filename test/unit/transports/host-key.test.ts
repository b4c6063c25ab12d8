import { describe, expect, it } from 'vitest';
import { algorithmsFor, judgeHostKey } from '../../../src/transports/trust/host-key.ts';
import type { Found, KnownHost } from '../../../src/transports/trust/known-hosts.ts';

const line = (key: string, marker: KnownHost['marker'] = 'plain', type = 'ssh-ed25519') => ({
  marker,
  names: 'node',
  type,
  key,
});
const found = (exact: readonly KnownHost[], portless: readonly KnownHost[] = []): Found => ({
  exact,
  portless,
});

describe('judgeHostKey', () => {
  it.each([
    ['one of several lines', found([line('B'), line('A')]), 'match'],
    ['nothing on file', found([]), 'unknown'],
    ['another key', found([line('B')]), 'changed'],
    ['another type only', found([line('B', 'plain', 'ssh-rsa')]), 'changed'],
    ['revoked, before a match', found([line('A', 'revoked'), line('A')]), 'revoked'],
    ['revoked, after a match', found([line('A'), line('A', 'revoked')]), 'revoked'],
    ['another one revoked', found([line('B', 'revoked')]), 'unknown'],
    ['another one revoked, and a match', found([line('B', 'revoked'), line('A')]), 'match'],
    ['a CA only', found([line('B', 'ca')]), 'ca-only'],
    ['a CA whose own key is offered', found([line('A', 'ca')]), 'ca-only'],
    ['a CA and a match', found([line('B', 'ca'), line('A')]), 'match'],
    ['a CA and another key', found([line('B', 'ca'), line('C')]), 'changed'],
    ['without the port', found([], [line('A')]), 'match'],
    ['without the port, beside a CA', found([line('B', 'ca')], [line('A')]), 'match'],
    ['another key without the port', found([], [line('B')]), 'unknown'],
    ['another without the port, beside a CA', found([line('C', 'ca')], [line('B')]), 'ca-only'],
    ['revoked without the port', found([], [line('A', 'revoked')]), 'revoked'],
    ['a CA without the port', found([], [line('B', 'ca')]), 'ca-only'],
  ])('%s', (_, lines, kind) => {
    expect(judgeHostKey(lines, 'A').kind).toBe(kind);
  });

  it('says which keys were expected', () => {
    const verdict = judgeHostKey(found([line('B'), line('C', 'ca'), line('D', 'revoked')]), 'A');
    expect(verdict).toEqual({ kind: 'changed', expected: [line('B')] });
  });
});

describe('algorithmsFor', () => {
  it('asks for the types on file first, then for all others', () => {
    const order = algorithmsFor(found([line('A', 'plain', 'ssh-rsa')]));
    expect(order.slice(0, 2)).toEqual(['rsa-sha2-512', 'rsa-sha2-256']);
    expect(order.toSorted()).toEqual(algorithmsFor(found([])).toSorted());
    const portless = found([], [line('A', 'plain', 'ecdsa-sha2-nistp384')]);
    expect(algorithmsFor(portless)[0]).toBe('ecdsa-sha2-nistp384');
  });

  it('minds neither revoked keys nor those of authorities', () => {
    const lines = [line('A', 'revoked', 'ssh-rsa'), line('B', 'ca', 'ssh-rsa')];
    expect(algorithmsFor(found(lines))).toEqual(algorithmsFor(found([])));
  });

  it('never asks for SHA-1 or DSA', () => {
    const lines = [line('A', 'plain', 'ssh-dss'), line('B', 'plain', 'ssh-rsa')];
    expect(algorithmsFor(found(lines))).not.toContain('ssh-rsa');
    expect(algorithmsFor(found(lines))).not.toContain('ssh-dss');
  });
});
