import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeKey, publicKey, startAgent } from '../support/sshd.ts';
import { after, late, problemIn } from '../support/transport-contract.ts';

import { listen, muteServer, openSockets, sshBench } from '../support/ssh-bench.ts';

describe.each(['ssh2', 'openssh'] as const)('%s', (transport) => {
  const { dir, keys, authorizedKeys, running, serve, known, node, open, whoami, sshd } =
    sshBench(transport);

  describe('logging in', () => {
    it.each(['user', 'userRsa', 'userEcdsa'] as const)('works with the key %s', async (key) => {
      expect(await whoami({ identityFiles: [join(dir, 'none'), keys[key]] })).toBe(sshd().user);
    });

    it('works with a key of an agent, also an encrypted one', async () => {
      const agent = await startAgent(dir, [keys.stranger, keys.userRsa]);
      running.push(agent);
      const changes = { identityFiles: [], agent: agent.socket };
      expect(await whoami(changes)).toBe(sshd().user);
      const bare = join(dir, 'bare');
      copyFileSync(keys.encrypted, bare);
      expect(await whoami(changes, node({ identity_file: bare }))).toBe(sshd().user);
    });

    it('works with an encrypted key whose passphrase is known', async () => {
      // For the ssh program it has to be in an agent.
      if (transport === 'openssh') return;
      const named = node({ identity_file: keys.encrypted });
      expect(await whoami({ passphrase: 'secret' }, named)).toBe('root');
      const reason = 'the passphrase does not open it';
      expect(problemIn(await open({ passphrase: 'x' }, named))).toMatchObject({ reason });
    });

    it('picks one key of an agent by its public half, at a server with little patience', async () => {
      const others = Array.from({ length: 6 }, () => makeKey(dir, 'ed25519'));
      const agent = await startAgent(dir, [...others, keys.userRsa]);
      running.push(agent);
      const server = await serve(['MaxAuthTries 2']);
      const picked = join(dir, 'picked.pub');
      copyFileSync(`${keys.userRsa}.pub`, picked);
      const changes = { identityFiles: [], agent: agent.socket };
      const target = node({ identity_file: picked }, server.port);
      expect(await whoami(changes, target)).toBe('root');
    });

    it('says what was tried when all is refused', async () => {
      const agent = await startAgent(dir, [keys.stranger]);
      running.push(agent);
      const identity = makeKey(dir, 'ed25519');
      const other = makeKey(dir, 'ed25519');
      const [mine, last] = [`key ${identity}`, `key ${other}`];
      const changes = { identityFiles: [other, keys.stranger], agent: agent.socket };
      expect(problemIn(await open(changes, node({ identity_file: identity })))).toEqual({
        kind: 'auth-failed',
        address: `[127.0.0.1]:${sshd().port}`,
        user: sshd().user,
        // OpenSSH begins with the agent.
        tried: transport === 'ssh2' ? [mine, 'agent', last] : ['agent', mine, last],
      });
    });

    it('is refused to an unknown user, and to one with too many keys', async () => {
      const problem = problemIn(await open({}, node({ user: 'nobody-here' })));
      expect(problem).toMatchObject({ kind: 'auth-failed', user: 'nobody-here' });
      const server = await serve(['MaxAuthTries 2']);
      const identityFiles = [1, 2, 3].map(() => makeKey(dir, 'ed25519'));
      const refused = await open({ identityFiles }, node({}, server.port));
      expect(problemIn(refused).kind).toBe('auth-failed');
    });

    it('takes the user, the key and sudo from the flag, then the inventory', async () => {
      const wrong = { user: 'nobody-here', identity_file: keys.stranger };
      const right = { user: sshd().user, identity_file: keys.user };
      expect(await whoami({ identityFiles: [] }, node(right))).toBe(sshd().user);
      expect(await whoami({ identityFiles: [], overrides: right }, node(wrong))).toBe(sshd().user);
      const home = { identity_file: keys.user.replace(dir, '~') };
      expect(await whoami({ identityFiles: [] }, node(home))).toBe(sshd().user);
    });

    it('does not start with a named key that is missing, encrypted or public', async () => {
      const reason = async (file: string) => {
        const problem = problemIn(await open({}, node({ identity_file: file })));
        return problem.kind === 'key-unusable' ? problem.reason : problem;
      };
      expect(await reason(join(dir, 'none'))).toBe('no such file');
      // OpenSSH tries what else there is.
      if (transport === 'openssh') return;
      expect(await reason(keys.encrypted)).toBe('encrypted: add it to an agent with ssh-add');
      expect(await reason(`${keys.user}.pub`)).toMatch(/public key/);
      expect(await reason(authorizedKeys)).not.toBe('');
    });

    it('needs a key: default ones that are missing or encrypted are passed over', async () => {
      const identityFiles = [join(dir, 'none'), keys.encrypted];
      const problem = problemIn(await open({ identityFiles, agent: join(dir, 'no-agent') }));
      // ssh(1) tells of a refusal only.
      expect(problem.kind).toBe(transport === 'ssh2' ? 'no-key' : 'auth-failed');
      if (transport === 'openssh') return;
      expect(problem).toMatchObject({ reason: expect.stringContaining('does not answer') });
    });

    it('at a jump host takes its Host entry, and at the node what the inventory says', async () => {
      const other = join(dir, 'authorized_stranger');
      copyFileSync(`${keys.stranger}.pub`, other);
      const gate = await serve([`AuthorizedKeysFile ${other}`]);
      const server = await serve();
      const entry = (lines: readonly string[]) => {
        const file = join(dir, `gate-${Math.random().toString(36).slice(2)}`);
        const hosts = known(gate.port, `HOST ${publicKey(keys.ed25519)}`);
        const usual = ['HostName 127.0.0.1', `UserKnownHostsFile ${hosts}`, ...lines];
        writeFileSync(file, `Host gate\n${usual.join('\n')}\n`);
        return { sshConfig: file };
      };
      const known_hosts = known(server.port, `HOST ${publicKey(keys.ed25519)}`);
      const named = { identity_file: keys.user, known_hosts };
      const target = (jump: string) => node({ jump, ...named }, server.port);
      const own = [`Port ${gate.port}`, `User ${gate.user}`, `IdentityFile ${keys.stranger}`];
      expect(await whoami(entry(own), target('gate'))).toBe('root');
      // User and port in the inventory win over the entry.
      const wrong = ['Port 1', 'User nobody-here', `IdentityFile ${keys.stranger}`];
      expect(await whoami(entry(wrong), target(`${gate.user}@gate:${gate.port}`))).toBe('root');
      const keyless = entry(own.toSpliced(2, 1, `IdentityFile ${keys.user}`));
      expect(problemIn(await open(keyless, target('gate')))).toMatchObject({
        kind: 'auth-failed',
        address: `[127.0.0.1]:${gate.port}`,
      });
    });

    it('is not held up by an agent that hangs', async () => {
      const path = join(dir, 'mute-agent');
      const mute = await listen(muteServer(), path);
      expect(problemIn(await open({ agent: path }, node(), after(500)))).toEqual(late);
      expect(await openSockets(mute)).toBe(0);
      mute.close();
    });
  });
});
