import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ok } from '../../../src/model/result.ts';
import type { TransportSettings } from '../../../src/transports/index.ts';
import { sshBench } from '../support/ssh-bench.ts';
import { machine, password, sudoers } from '../support/sudo.ts';
import { after, problemIn, valueOf } from '../support/transport-contract.ts';

describe.each(['ssh2', 'openssh'] as const)('%s', (transport) => {
  const { serve, open, node } = sshBench(transport);

  /** What ada's script says under these rules. */
  async function asked(
    rule: Readonly<Record<string, string>>,
    become: boolean | 'sudo' | 'doas',
    { secret, shell }: { readonly secret?: string; readonly shell?: string } = {},
  ) {
    const server = await serve([], undefined, machine(rule, shell));
    const changes: Partial<TransportSettings> = secret ? { becomePassword: ok(secret) } : {};
    const session = valueOf(await open(changes, node({ user: 'ada', become }, server.port)));
    const said = await session.run('id -un\necho "$0"; exit 3\n', after(15_000));
    session.close();
    return said;
  }
  const asRoot = { exit: 3, stdout: 'root\n/bin/sh\n' };

  test.each([
    ['sudo without a password', sudoers('ada ALL=(root) NOPASSWD: ALL'), true, undefined],
    [
      'the line of docs/ssh.md',
      sudoers(`ada ${/^admin (ALL.*NOPASSWD.*)$/m.exec(readFileSync('docs/ssh.md', 'utf8'))?.[1]}`),
      true,
      undefined,
    ],
    ['sudo with a password', sudoers('ada ALL=(root) ALL'), true, password],
    ['a password that nobody asks for', sudoers('ada ALL=(root) NOPASSWD: ALL'), true, password],
    ['doas', { '/etc/doas.conf': 'permit nopass ada\n' }, 'doas', undefined],
  ] as const)('becomes root by %s', async (_, rule, become, secret) => {
    const said = await asked(rule, become, secret === undefined ? {} : { secret });
    expect(valueOf(said)).toMatchObject(asRoot);
    expect(valueOf(said).stderr).toBe('');
  });

  test.each([
    ['no password is given', sudoers('ada ALL=(root) ALL'), undefined, /password is required/],
    ['it is wrong', sudoers('ada ALL=(root) ALL'), 'wrong', /the password is wrong/],
    ['the user is not in sudoers', sudoers(''), password, /not in the sudoers|not allowed/],
    [
      'sudo wants a terminal',
      sudoers('Defaults requiretty\nada ALL=(root) NOPASSWD: ALL'),
      undefined,
      /must have a tty/,
    ],
  ] as const)('says so where %s', async (_, rule, secret, reason) => {
    const problem = problemIn(await asked(rule, true, secret === undefined ? {} : { secret }));
    expect(problem).toMatchObject({ kind: 'become-failed', method: 'sudo' });
    expect(JSON.stringify(problem)).toMatch(reason);
    expect(JSON.stringify(problem)).not.toContain(password);
  });

  test('says so where doas does not permit it', async () => {
    const problem = problemIn(await asked({ '/etc/doas.conf': 'deny ada\n' }, 'doas'));
    expect(problem).toEqual({
      kind: 'become-failed',
      method: 'doas',
      reason: 'doas: Operation not permitted',
    });
  });

  test.each(['/bin/bash', '/bin/csh', '/usr/bin/fish'])(
    'works with the login shell %s',
    async (shell) => {
      const rule = sudoers('ada ALL=(root) NOPASSWD: ALL');
      expect(valueOf(await asked(rule, true, { shell }))).toMatchObject(asRoot);
      expect(valueOf(await asked(rule, false, { shell })).stdout).toBe('ada\n/bin/sh\n');
    },
  );

  test('is refused to a locked account', async () => {
    const files = machine({ '/etc/shadow': 'root:*:1::::::\nada:!:1::::::\n' });
    const server = await serve([], undefined, files);
    const problem = problemIn(await open({}, node({ user: 'ada' }, server.port)));
    expect(problem).toMatchObject({ kind: 'auth-failed', user: 'ada' });
  });
});
