import { chmodSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import process from 'node:process';
import ssh2 from 'ssh2';
import { describe, expect, it } from 'vitest';
import { connectorFor } from '../../../src/transports/index.ts';
import { makeKey, portOf, until } from '../support/sshd.ts';
import { after, late, problemIn, valueOf } from '../support/transport-contract.ts';

import { listen, muteServer, openSockets, sshBench } from '../support/ssh-bench.ts';

describe.each(['ssh2', 'openssh'] as const)('%s', (transport) => {
  const { dir, keys, serve, settings, node, open } = sshBench(transport);

  describe('a bad network', () => {
    it('gives a human reason', async () => {
      const closed = await listen(createServer(), 0);
      const port = portOf(closed);
      await new Promise((resolve) => closed.close(resolve));
      const address = `[127.0.0.1]:${port}`;
      const problem = problemIn(await open({}, node({}, port)));
      expect(problem).toEqual({ kind: 'unreachable', address, reason: 'connection refused' });
      const nameless = problemIn(await open({}, node({}, 22, 'no-such-host.invalid')));
      expect(nameless).toMatchObject({ kind: 'unreachable', address: 'no-such-host.invalid' });
    });

    it('ends by the deadline where the server says nothing, and leaves no connection', async () => {
      const mute = await listen(muteServer(), 0);
      const port = portOf(mute);
      expect(problemIn(await open({}, node({}, port), after(400)))).toEqual(late);
      expect(await openSockets(mute)).toBe(0);
      mute.close();
    });

    it('tries a few times where the server hangs up at once, within the deadline', async () => {
      let seen = 0;
      const rude = createServer((socket) => {
        seen += 1;
        socket.on('error', () => undefined).end('Exceeded MaxStartups\r\n');
      });
      const port = portOf(await listen(rude, 0));
      const problem = problemIn(await open({}, node({}, port)));
      const reason = 'it hung up before the SSH handshake';
      expect(problem).toMatchObject({ kind: 'unreachable', reason });
      expect(seen).toBe(4);
      expect(problemIn(await open({}, node({}, port), after(300)))).toEqual(late);
      rude.close();
    });

    it('is no success when the connection is cut amid output', async () => {
      const session = valueOf(await open());
      // In the background: the session's own sshd is the ancestor that runs this shell.
      const script = `echo half; p=$$; while [ "$(cat /proc/$p/comm)" != sshd ]; do
        p=$(awk '/^PPid/ { print $2 }' /proc/$p/status); done; kill -9 "$p"; sleep 5; echo whole`;
      const problem = problemIn(await session.run(script, after(10_000)));
      expect(problem).toMatchObject({ kind: 'connection-lost', during: 'a command' });
      session.close();
    });

    it('is no success when it is cut between the exit and the end of the output', async () => {
      const { Server: Ssh2Server } = ssh2;
      const server = new Ssh2Server({ hostKeys: [readFileSync(keys.ed25519)] }, (client) => {
        client.on('authentication', (context) => context.accept());
        client.on('error', () => undefined);
        client.on('session', (accept) =>
          accept().on('exec', (begin) => {
            const channel = begin();
            channel.write('half');
            channel.exit(0);
            setTimeout(() => cut(), 50);
          }),
        );
      });
      let cut = () => {};
      const front = createServer((socket) => {
        cut = () => socket.destroy();
        server.injectSocket(socket);
      });
      const port = portOf(await listen(front, 0));
      const session = valueOf(await open({}, node({}, port)));
      const problem = problemIn(await session.run('true', after(5_000)));
      expect(problem.kind).toBe('connection-lost');
      front.close();
    });

    it('is survived by fifty sessions at a time, on a server that drops some', async () => {
      const server = await serve(['MaxStartups 10:30:100']);
      const connector = connectorFor(settings({}, server.port));
      const target = node({}, server.port);
      const runs = Array.from({ length: 50 }, async (_, n) => {
        const signal = after(30_000);
        const session = valueOf(await connector.connect(target, signal));
        const { stdout } = valueOf(await session.run(`echo ${n}`, signal));
        session.close();
        return stdout;
      });
      expect(await Promise.all(runs)).toEqual(Array.from({ length: 50 }, (_, n) => `${n}\n`));
    });

    it('leaves nothing behind after close, nor after a deadline', async () => {
      const server = await serve();
      const resource = transport === 'ssh2' ? /TCP/ : /Process/;
      const sockets = () =>
        process.getActiveResourcesInfo().filter((one) => resource.test(one)).length;
      const before = sockets();
      const session = valueOf(await open({}, node({}, server.port)));
      const hung = valueOf(await open({}, node({}, server.port)));
      expect(sockets()).toBe(before + 2);
      await hung.run('sleep 2', after(200));
      session.close();
      await until(
        () => sockets() === before,
        () => 'a socket stays open',
      );
      await until(
        () => server.log().split('Connection from').length === 3,
        () => server.log(),
      );
    });

    it('ignores a named key that it may not read only if nobody named it', async () => {
      const file = makeKey(dir, 'ed25519');
      chmodSync(file, 0o000);
      const readable = process.getuid?.() === 0;
      const problem = problemIn(await open({ identityFiles: [] }, node({ identity_file: file })));
      expect(problem.kind).toBe(readable ? 'auth-failed' : 'key-unusable');
    });
  });
});
