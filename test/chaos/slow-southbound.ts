import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Lab, LabNode } from '../lab/lab.ts';
import type { Fault, Preparation } from './fault.ts';

/** Whoever asks the southbound database anew, as we do, waits; ovn-controller keeps its connection. */
export const slowSouthbound: readonly Fault[] = [
  {
    name: 'the southbound database takes 2 s for each answer',
    at: null,
    confirm: 30,
    prepare: slowed,
    ends: 'new',
    exit: [0],
    says: '"kind": "stood-still"',
  },
];

const lateMs = 2000;

async function slowed(lab: Lab, nodes: readonly LabNode[]): Promise<Preparation> {
  const prefix = lab.link.replace('mclab', '198.18.');
  const relay = await startSlowRelay(`${prefix}.254`, `${prefix}.253`);
  const to = `${prefix}.254:${relay.port}`;
  const rule = `ip daddr ${prefix}.253 tcp dport 6642 tcp flags & (syn | ack) == syn dnat to ${to}`;
  const chain = `chain c { type nat hook output priority -100; ${rule}; }`;
  await Promise.all(nodes.map(({ network }) => network.sh(`nft 'table ip slow { ${chain}; }'`)));
  return {
    undo: async () => {
      await Promise.all(nodes.map(({ network }) => network.sh('nft delete table ip slow')));
      relay.stop();
    },
  };
}

async function startSlowRelay(host: string, database: string) {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const real = connect(6642, database);
    for (const each of [client, real]) sockets.add(each.on('error', () => undefined));
    client.pipe(real);
    real.on('data', (piece) => void setTimeout(() => client.write(piece), lateMs));
    real.on('close', () => void setTimeout(() => client.end(), lateMs));
  });
  await once(server.listen(0, host).unref(), 'listening');
  const stop = () => {
    server.close();
    for (const each of sockets) each.destroy();
  };
  return { port: portOf(server), stop };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('it has no port');
  return address.port;
}
