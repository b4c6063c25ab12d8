import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

/** Stand-ins: a tree is a folder with a file `version`, and what is broken in it is in `changed`. */
const programs = {
  chroot: `case $2 in
    ovn-controller) cat "$1/version" ;;
    dpkg) [ ! -e "$1/changed" ] || cat "$1/changed" ;;
  esac`,
  unshare: 'shift 4; exec "$@"',
  debootstrap: `echo "$*" >>"$HOME/calls"
    for each; do [ "\${each#*.new}" = "$each" ] || new=$each; done
    [ ! -e "$new" ] || exit 9
    mkdir -p "$new/var/cache/apt/archives"
    touch "$new/var/cache/apt/archives/a.deb"
    sleep 0.2
    [ ! -e "$HOME/refused" ] || exit 1
    cat "$HOME/offered" >"$new/version"`,
  'apt-get': `case $1 in
    update) mv "$HOME/late" "$HOME/sites" ;;
    *) cat "$HOME/sites" ;;
  esac`,
};

describe('the tree of another Debian', () => {
  let home: string;
  let tree: string;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'tree-'));
    tree = join(home, 'cache/tree');
    await mkdir(join(home, 'bin'));
    for (const [name, script] of Object.entries(programs)) {
      await writeFile(join(home, 'bin', name), `#!/bin/sh\n${script}\n`);
      await chmod(join(home, 'bin', name), 0o755);
    }
    await write('sites', 'http://mirror.example/debian\nhttp://second.example/debian\n');
    await write('offered', 'ovn-controller 25.03.2\nOpen vSwitch Library 3.5.0\n');
  });
  afterEach(() => rm(home, { recursive: true }));

  const write = (name: string, content: string) => writeFile(join(home, name), content);
  const read = (name: string) => readFile(join(home, name), 'utf8');
  const calls = async () => (await read('calls')).trimEnd().split('\n');
  async function make(): Promise<{ exit: unknown; stderr: string }> {
    const args = ['.build/tree.sh', tree, 'trixie', '25.03', 'ovn-host', 'curl'];
    const env = { PATH: `${home}/bin:/usr/bin:/bin`, HOME: home };
    const child = spawn('sh', args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
    const exit = new Promise((resolve) => child.once('close', resolve));
    return { stderr: await text(child.stderr), exit: await exit };
  }

  test("is made of the machine's own mirror, once", async () => {
    expect(await make()).toMatchObject({ exit: 0 });
    expect(await make()).toEqual({ exit: 0, stderr: '' });
    const [call, ...more] = await calls();
    expect(call).toContain('--include=ovn-host,curl trixie');
    expect(call).toMatch(/tree\.new http:\/\/mirror\.example\/debian$/);
    expect(more).toEqual([]);
    expect(await readdir(join(tree, 'var/cache/apt/archives'))).toEqual([]);
  });

  test('is made once where two want it at the same time', async () => {
    const both = await Promise.all([make(), make()]);
    expect(both.map(({ exit }) => exit)).toEqual([0, 0]);
    expect(await calls()).toHaveLength(1);
  });

  test.each([
    ['has another OVN', 'version', 'ovn-controller 23.03.1\n'],
    ['lacks a file', 'changed', 'missing /usr/sbin/sshd\n'],
    ['has a file that was changed', 'changed', '??5?????? /usr/sbin/sshd\n'],
  ])('is made anew where it %s', async (_, file, content) => {
    await make();
    await write(`cache/tree/${file}`, content);
    await write('cache/tree/leftover', '');
    expect(await make()).toMatchObject({ exit: 0 });
    expect(await readdir(tree)).toEqual(['var', 'version']);
  });

  test('is made where an earlier attempt was killed', async () => {
    await mkdir(`${tree}.new`, { recursive: true });
    expect(await make()).toMatchObject({ exit: 0 });
    expect((await readdir(join(home, 'cache'))).toSorted()).toEqual(['tree', 'tree.lock']);
  });

  test('is none where debootstrap fails, or makes another OVN', async () => {
    await write('refused', '');
    expect(await make()).toMatchObject({ exit: 1 });
    await rm(join(home, 'refused'));
    await write('offered', 'ovn-controller 25.09.0\n');
    const { exit, stderr } = await make();
    expect([exit, stderr]).toEqual([1, expect.stringContaining('does not run OVN 25.03')]);
    expect(await readdir(join(home, 'cache'))).not.toContain('tree');
  });

  test('asks apt to read its lists where they are gone', async () => {
    await write('sites', '');
    await write('late', 'http://late.example/debian\n');
    expect(await make()).toMatchObject({ exit: 0 });
    expect((await calls())[0]).toMatch(/http:\/\/late\.example\/debian$/);
  });

  test('takes the first mirror of a list', async () => {
    await write('list', '# mirrors\nhttps://first.example/debian/ priority:1\nhttp://b.example/\n');
    await write('sites', `mirror+file:${home}/list\n`);
    expect(await make()).toMatchObject({ exit: 0 });
    expect((await calls())[0]).toMatch(/https:\/\/first\.example\/debian\/$/);
  });

  test('is none where apt knows no mirror of Debian, and that is said', async () => {
    await write('sites', '');
    await write('late', '');
    const { exit, stderr } = await make();
    expect([exit, stderr]).toEqual([1, expect.stringContaining('no mirror of Debian')]);
    await expect(calls()).rejects.toThrow('ENOENT');
  });
});
