import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Heard } from '../../../src/discovery/heard.ts';
import type { Spoken } from '../../../src/discovery/records.ts';
import { parseAddress, parseCidr } from '../../../src/model/address.ts';
import { hostileText } from '../../support/hostile-texts.ts';

const home = [parseCidr('198.18.0.254/24'), parseCidr('2001:db8::254/64')].flatMap((c) => c ?? []);
const neighbour = { address: '198.18.0.11', port: 5353, size: 300 };

const ptr = (service: string): Spoken => ({ type: 'PTR', name: '_ssh._tcp.local', data: service });
const srv = (service: string, target: string): Spoken => {
  return { type: 'SRV', name: service, data: { target, port: 22 } };
};
const a = (host: string, data: string): Spoken => ({ type: 'A', name: host, data });

function announced(host: string, ...addresses: readonly string[]): readonly Spoken[] {
  const service = `${host}._ssh._tcp.local`;
  const name = `${host}.local`;
  return [ptr(service), srv(service, name), ...addresses.map((address) => a(name, address))];
}

function hears(records: readonly Spoken[], from = neighbour, type = 'response'): Heard {
  const heard = new Heard(home);
  heard.packet({ type, answers: records }, from);
  return heard;
}

test('hosts come by name, each once, however often and however it is spelled', () => {
  const heard = hears([
    ...announced('micro10', '198.18.0.20'),
    ...announced('Micro2', '198.18.0.12'),
    ...announced('micro2', '198.18.0.12'),
    srv('second ssh of it._ssh._tcp.local', 'MICRO2.local'),
  ]);
  expect(heard.hosts()).toEqual([
    { name: 'micro2', address: '198.18.0.12' },
    { name: 'micro10', address: '198.18.0.20' },
  ]);
});

test('the address is one on a network of this machine, else IPv4, else the lowest', () => {
  const heard = hears([
    ...announced('near', '10.0.0.9', '198.18.0.19', '198.18.0.9'),
    ...announced('near6', '10.0.0.9', '2001:db8::9'),
    ...announced('far', '2001:db8:9::9', '203.0.113.9', '203.0.113.8'),
    ...announced('far6', '2001:db8:9::19', '2001:db8:9::9'),
  ]);
  expect(heard.hosts().map(({ address }) => address)).toEqual([
    '203.0.113.8',
    '2001:db8:9::9',
    '198.18.0.9',
    '2001:db8::9',
  ]);
});

test.each([
  ['0.0.0.0'],
  ['127.0.0.1'],
  ['169.254.1.1'],
  ['224.0.0.1'],
  ['255.255.255.255'],
  ['::1'],
  ['fe80::1'],
  ['ff02::1'],
  ['::ffff:198.18.0.9'],
  ['198.18.0.9 '],
  ['micro01'],
])('%j is no address to connect to', (address) => {
  expect(hears(announced('micro01', address)).hosts()).toEqual([]);
});

test.each([
  ['another domain', 'micro01.example.org'],
  ['a control character', 'micro\u001b[2J01.local'],
  ['an underscore', 'micro_01.local'],
  ['a leading hyphen', '-oProxyCommand.local'],
  ['nothing', '.local'],
  ['only the domain', 'local'],
  ['a label of 64', `${'a'.repeat(64)}.local`],
  ['a name of 254', `${'abc.'.repeat(62)}a.local`],
])('a host name with %s is none', (_, name) => {
  const service = 'x._ssh._tcp.local';
  const records = [ptr(service), srv(service, name), a(name, '198.18.0.11')];
  expect(hears(records).hosts()).toEqual([]);
});

test('another service, a question and a goodbye announce nothing', () => {
  const http = [srv('x._http._tcp.local', 'micro01.local'), a('micro01.local', '198.18.0.11')];
  expect(hears(http).hosts()).toEqual([]);
  const records = announced('micro01', '198.18.0.11');
  expect(hears(records, neighbour, 'query').hosts()).toEqual([]);
  const goodbye = records.map((record) => ({ ...record, ttl: 0 }));
  expect(hears(goodbye).hosts()).toEqual([]);
});

test('only this link is listened to', () => {
  const records = announced('micro01', '198.18.0.11');
  expect(hears(records, { ...neighbour, port: 40_000 }).hosts()).toEqual([]);
  expect(hears(records, { ...neighbour, address: '203.0.113.9' }).hosts()).toEqual([]);
  expect(hears(records, { ...neighbour, address: 'fe80::1%eth0' }).hosts()).toHaveLength(1);
});

test('what is missing is asked for, and no longer once it came', () => {
  const heard = new Heard(home);
  const service = 'micro01._ssh._tcp.local';
  const answer = (record: Spoken) =>
    heard.packet({ type: 'response', answers: [record] }, neighbour);
  const asked = () => heard.questions().map(({ type, name }) => `${type} ${name}`);
  expect(asked()).toEqual(['PTR _ssh._tcp.local']);
  answer(ptr(service));
  expect(asked()).toEqual(['PTR _ssh._tcp.local', `SRV ${service}`]);
  answer(srv(service, 'micro01.local'));
  expect(asked()).toEqual(['PTR _ssh._tcp.local', 'A micro01.local', 'AAAA micro01.local']);
  answer(a('micro01.local', '198.18.0.11'));
  expect(asked()).toEqual(['PTR _ssh._tcp.local']);
});

test('a name that no question can hold is not asked for', () => {
  const asked = (name: string) => hears([ptr(`${name}._ssh._tcp.local`)]).questions().length;
  expect([asked('ü'.repeat(31)), asked('ü'.repeat(32)), asked('a..b')]).toEqual([2, 1, 1]);
});

test('a thousand services leave no room for another', () => {
  const pointers = Array.from({ length: 1000 }, (_, at) => ptr(`p${at}._ssh._tcp.local`));
  expect(hears([...pointers, ...announced('late', '198.18.0.9')]).hosts()).toEqual([]);
  const room = [...pointers.slice(1), ...announced('late', '198.18.0.9')];
  expect(hears(room).hosts()).toHaveLength(1);
});

test('a flood ends the listening, and leaves a thousand hosts and short questions', () => {
  const heard = new Heard(home);
  const flood = (n: number) =>
    heard.packet(
      {
        type: 'response',
        answers: [...announced(`h${n}`, '198.18.0.9'), ptr(`p${n}._ssh._tcp.local`)],
      },
      neighbour,
    );
  expect([...Array(3000).keys()].map(flood)).not.toContain(true);
  expect(heard.hosts().length).toBeLessThanOrEqual(1000);
  expect(heard.questions().length).toBeLessThanOrEqual(61);
  expect(heard.packet({ type: 'response' }, { ...neighbour, size: 4_000_000 })).toBe(true);
  const noise = new Heard(home);
  expect(noise.garbage()).toBe(false);
  expect([...Array(600)].map(() => noise.garbage())).toContain(true);
});

test('whatever is said, hosts have names and addresses, and questions have labels that fit', () => {
  const text = fc.oneof(hostileText(), fc.constantFrom('x._ssh._tcp.local', 'micro01.local'));
  const data = fc.oneof(text, fc.record({ target: text }), fc.constant(null), fc.integer());
  const type = fc.constantFrom('PTR', 'SRV', 'A', 'AAAA', 'TXT', 'OPT');
  const record = fc.record({ type, name: text, data });
  const spoken = fc.oneof(
    record,
    text.map((host) => srv('x._ssh._tcp.local', host)),
    text.map((host) => a('micro01.local', host)),
  );
  fc.assert(
    fc.property(fc.array(spoken), (records) => {
      const heard = hears(records);
      for (const { name, address } of heard.hosts()) {
        expect(name).toMatch(/^[a-z0-9][a-z0-9.-]*$/);
        expect(parseAddress(address)).not.toBeNull();
      }
      for (const { name } of heard.questions()) {
        for (const label of name.split('.')) expect(Buffer.byteLength(label)).toBeLessThan(64);
      }
    }),
  );
});
