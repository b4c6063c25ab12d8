import { mapOf, type Piece } from '../assembled.ts';
import { show } from '../show.ts';
import { type Gathered, lookUp, taken } from './look-up.ts';
import type { Member } from './members.ts';
import { sshArguments } from './ssh-arguments.ts';

/** What Ansible's connection variables say of a host, as our own inventory would. */
export function settingsOf(member: Member, gathered: Gathered): Piece {
  const { host } = member;
  const take: Take = (read, ...names) => taken(lookUp(member, names), gathered, read);
  const key = host.place;
  const ssh: readonly (readonly [string, Piece | null])[] = [
    ['user', take(asText, 'ansible_user', 'ansible_ssh_user')],
    ['port', take(asPort, 'ansible_port', 'ansible_ssh_port')],
    ['identity_file', take(asText, 'ansible_private_key_file', 'ansible_ssh_private_key_file')],
    ['become', becomeOf(take)],
    ...sshArguments(member, gathered),
  ];
  const ip = take(asText, 'underlay_ip');
  const nic = take(asText, 'underlay_interface');
  return mapOf(key, [
    ['address', take(asText, 'ansible_host', 'ansible_ssh_host')],
    ['connection', take(asConnection, 'ansible_connection')],
    ['ssh', mapOf(key, ssh)],
    [
      'underlay',
      (ip ?? nic) &&
        mapOf(key, [
          ['ip', ip],
          ['interface', nic],
        ]),
    ],
  ]);
}

type Take = (read: (value: unknown) => unknown, ...names: readonly string[]) => Piece | null;

function asText(value: unknown): string {
  return String(value);
}

function asPort(value: unknown): unknown {
  return /^\d{1,9}$/.test(String(value)) ? Number(value) : value;
}

function asConnection(value: unknown): unknown {
  const known = connections.get(String(value));
  if (known !== undefined) return known;
  const cause = `there is no connection ${show(String(value))} here`;
  return { cause, instead: 'write `ssh`, or `local` for the machine that this runs on' };
}

const ssh = ['ssh', 'ansible.builtin.ssh', 'smart', 'paramiko', 'paramiko_ssh'];
const connections: ReadonlyMap<string, string> = new Map([
  ...ssh.map((name) => [name, 'ssh'] as const),
  ['local', 'local'],
  ['ansible.builtin.local', 'local'],
]);

/** Where nobody is to become anybody, it does not matter who and how. */
function becomeOf(take: Take): Piece | null {
  const become = take(asBoolean, 'ansible_become');
  if (become?.value !== true) return become;
  const method = take(asMethod, 'ansible_become_method');
  take(only('root'), 'ansible_become_user');
  return method ?? become;
}

function asBoolean(value: unknown): unknown {
  const text = String(value).toLowerCase().trim();
  if (['y', 'yes', 'on', '1', 'true', 't'].includes(text)) return true;
  if (['n', 'no', 'off', '0', 'false', 'f'].includes(text)) return false;
  return {
    cause: `${show(String(value))} is neither yes nor no`,
    instead: 'write `true` or `false`',
  };
}

function asMethod(value: unknown): unknown {
  const known = only('sudo', 'doas', 'ansible.builtin.sudo', 'community.general.doas')(value);
  if (known !== value) return known;
  return String(value).endsWith('doas') ? 'doas' : true;
}

function only(...known: readonly string[]) {
  return (value: unknown): unknown => {
    if (known.includes(String(value))) return value;
    const cause = `nobody becomes root by ${show(String(value))} here`;
    return { cause, instead: `write ${show(known[0] ?? '')}, or leave it out` };
  };
}
