import fc from 'fast-check';
import type { Outcome } from '../../src/engine/ports.ts';
import { hostileText } from './hostile-texts.ts';

/** What a node prints; the boundary of its frames comes with the script. */
export interface NodeOutput {
  readonly answers: Readonly<Record<string, Answer>>;
  readonly edits: readonly Edit[];
  readonly end: Pick<Outcome, 'exit' | 'signal'>;
}

/** What one command of the facts script printed. */
interface Answer {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A piece of the text replaced; `at` and `size` are fractions of its length. */
interface Edit {
  readonly stream: 'stdout' | 'stderr';
  readonly at: number;
  readonly size: number;
  readonly insert: string;
}

/** What a sane node has, as the report tells it. */
export interface Truth {
  readonly hostname: string;
  readonly managementIp: string | null;
  readonly nics: readonly TrueNic[];
  readonly external_ids: readonly (readonly [string, string])[];
  readonly other_config: readonly (readonly [string, string])[];
  readonly ovnVersion: string | null;
}

interface TrueNic {
  readonly name: string;
  readonly up: boolean;
  readonly mtu: number;
  readonly addresses: readonly { readonly text: string; readonly prefix: number }[];
}

/** The whole output as the script makes it, and then the edits. */
export function printed({ answers, edits, end }: NodeOutput, boundary: string): Outcome {
  const edge = (text: string): string => `\n${boundary} ${text}\n`;
  const stream = (name: 'stdout' | 'stderr'): string => {
    const frames = Object.entries(answers).map(
      ([frame, answer]) => edge(`begin ${frame}`) + answer[name] + edge(`end ${answer.exit}`),
    );
    const own = edits.filter((edit) => edit.stream === name);
    return own.reduce(edited, frames.join('') + edge('done'));
  };
  return { ...end, stdout: stream('stdout'), stderr: stream('stderr') };
}

/** What a node that has this prints. */
export function answersOf(truth: Truth): Readonly<Record<string, Answer>> {
  const { hostname, managementIp, ovnVersion } = truth;
  const connection = managementIp === null ? '' : `198.18.0.254 50000 ${managementIp} 22`;
  const columns = [truth.external_ids, truth.other_config].map((pairs) => ['map', pairs]);
  const headings = ['external_ids', 'other_config', 'ovs_version'];
  return {
    hostname: answer(`${hostname}\n`),
    connection: answer(`${connection}\n`),
    nics: answer(JSON.stringify(truth.nics.map(linkOf))),
    vsctl: answer('/usr/bin/ovs-vsctl\n'),
    ovs: answer(JSON.stringify({ data: [[...columns, '3.1.0']], headings })),
    vswitchd: answer('ovs-vswitchd (Open vSwitch) 3.1.0\n'),
    'ovn-version': ovnVersion === null ? answer('', 1) : answer(`ovn-controller ${ovnVersion}\n`),
    'chassis-arguments': answer('', 1),
    'chassis-override': answer(''),
    timers: answer(''),
  };
}

/** A node in good order. */
export function saneNode(): fc.Arbitrary<Truth> {
  return fc.record({
    hostname: fc.stringMatching(/^[a-z][a-z0-9.-]{0,62}$/),
    managementIp: fc.constantFrom('198.18.0.11', '2001:db8::b', null),
    nics: fc.uniqueArray(nic(), { maxLength: 5, selector: ({ name }) => name }),
    external_ids: pairs(),
    other_config: pairs(),
    ovnVersion: fc.constantFrom('22.03.8', '23.03.1', '24.09', null),
  });
}

/** A node whose output was damaged: cut off, overwritten, mixed with what is not ours. */
export function bentNode(): fc.Arbitrary<NodeOutput> {
  const edits = fc.array(edit(), { minLength: 1, maxLength: 6 });
  return fc
    .tuple(saneNode(), edits, ending())
    .map(([truth, edits, end]) => ({ answers: answersOf(truth), edits, end }));
}

/** A node that answers in the right frames whatever it likes. */
export function hostileNode(): fc.Arbitrary<NodeOutput> {
  const names = ['hostname', 'connection', 'nics', 'vsctl', 'ovs', 'vswitchd', 'ovn-version'];
  const all = [...names, 'chassis-arguments', 'chassis-override', 'timers', '__proto__'];
  const lies = fc.dictionary(fc.constantFrom(...all), lie(), { minKeys: 1, maxKeys: 4 });
  return fc
    .tuple(saneNode(), lies, fc.array(edit(), { maxLength: 1 }), ending())
    .map(([truth, lies, edits, end]) => ({
      answers: { ...answersOf(truth), ...lies },
      edits,
      end,
    }));
}

function answer(stdout: string, exit = 0): Answer {
  return { exit, stdout, stderr: '' };
}

function edited(text: string, { at, size, insert }: Edit): string {
  const from = Math.floor(at * text.length);
  return text.slice(0, from) + insert + text.slice(from + Math.floor(size * text.length));
}

function linkOf({ name, up, mtu, addresses }: TrueNic): object {
  return {
    ifname: name,
    flags: up ? ['BROADCAST', 'UP', 'LOWER_UP'] : ['BROADCAST'],
    mtu,
    addr_info: addresses.map(({ text, prefix }) => ({
      family: text.includes(':') ? 'inet6' : 'inet',
      local: text,
      prefixlen: prefix,
      scope: 'global',
    })),
  };
}

function nic(): fc.Arbitrary<TrueNic> {
  return fc.record({
    name: fc.oneof(fc.constantFrom('eth0', 'eth1', 'lo'), fc.stringMatching(/^[!-~]{1,15}$/)),
    up: fc.boolean(),
    mtu: fc.constantFrom(0, 1280, 1500, 9000, 65_536),
    addresses: fc.array(address(), { maxLength: 3 }),
  });
}

function address(): fc.Arbitrary<TrueNic['addresses'][number]> {
  const host = fc.integer({ min: 1, max: 20 });
  return fc.oneof(
    host.map((n) => ({ text: `198.19.0.${n}`, prefix: 24 })),
    host.map((n) => ({ text: `198.18.0.${n}`, prefix: 24 })),
    host.map((n) => ({ text: `2001:db8::${n.toString(16)}`, prefix: 64 })),
  );
}

/** Keys that OVN knows and keys of any other kind, each once. */
function pairs(): fc.Arbitrary<readonly (readonly [string, string])[]> {
  const ours = ['ovn-encap-ip', 'ovn-encap-type', 'system-id', 'ovn-encap-ip-micro01'];
  const key = fc.oneof(fc.constantFrom(...ours), hostileText(), fc.string({ minLength: 1 }));
  const value = fc.oneof(
    fc.constantFrom('198.18.0.11', '198.19.0.11', 'geneve', 'micro01'),
    hostileText(),
  );
  return fc.uniqueArray(fc.tuple(key, value), { maxLength: 6, selector: ([key]) => key });
}

function edit(): fc.Arbitrary<Edit> {
  const forged = ['begin ovs', 'end 0', 'done'].map((text) => `\nforged ${text}\n`);
  return fc.record({
    stream: fc.constantFrom('stdout', 'stdout', 'stderr'),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    size: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1, noNaN: true })),
    insert: fc.oneof(fc.constantFrom(...forged), hostileText()),
  });
}

/** How the shell ended, whatever it had printed. */
function ending(): fc.Arbitrary<NodeOutput['end']> {
  return fc.oneof(
    { weight: 5, arbitrary: fc.constant({ exit: 0, signal: null }) },
    { weight: 1, arbitrary: fc.constantFrom(1, 126, 127, 255).map(exited) },
    { weight: 1, arbitrary: fc.constantFrom('KILL', 'ALRM').map(killed) },
  );
}

function exited(exit: number): NodeOutput['end'] {
  return { exit, signal: null };
}

function killed(signal: string): NodeOutput['end'] {
  return { exit: null, signal };
}

/** An answer that has nothing, something, or all but one thing of what it should have. */
function lie(): fc.Arbitrary<Answer> {
  const anything = fc.anything({ withNullPrototype: false });
  const json = fc.oneof(fc.jsonValue(), fc.array(link()), table(), anything).map(safeJson);
  return fc.record({
    exit: fc.constantFrom(0, 0, 0, 1, 126, 127, 142, 999_999),
    stdout: fc.oneof({ weight: 2, arbitrary: json }, { weight: 1, arbitrary: hostileText() }),
    stderr: hostileText(),
  });
}

function safeJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return '';
  }
}

function link(): fc.Arbitrary<unknown> {
  const info = fc.record({
    family: hostileText(),
    local: fc.oneof(hostileText(), fc.ipV6(), fc.ipV4()),
    prefixlen: fc.integer({ min: 0, max: 128 }),
    scope: fc.constantFrom('global', 'link', '\u001b'),
  });
  return fc.record({
    ifname: fc.oneof(fc.string({ unit: 'binary', minLength: 1, maxLength: 15 }), fc.jsonValue()),
    flags: fc.array(hostileText(), { maxLength: 3 }),
    mtu: fc.oneof(fc.nat(), fc.constantFrom(-1, 1e308, '1500', null)),
    address: hostileText(),
    addr_info: fc.array(info, { maxLength: 3 }),
  });
}

function table(): fc.Arbitrary<unknown> {
  const map = fc.tuple(fc.constantFrom('map', 'set'), pairs());
  const cell = fc.oneof({ weight: 3, arbitrary: map }, { weight: 1, arbitrary: fc.jsonValue() });
  const heading = fc.constantFrom('external_ids', 'other_config', 'ovs_version', '__proto__');
  return fc.record({
    headings: fc.array(heading, { maxLength: 4 }),
    data: fc.array(fc.array(cell, { maxLength: 4 }), { maxLength: 2 }),
  });
}
