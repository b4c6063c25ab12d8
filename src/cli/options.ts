import { InvalidArgumentError, Option } from 'commander';
import type { ExportStyle } from '../exports/exporter.ts';
import type { ExportFormat } from '../exports/index.ts';
import type { Format } from '../reporters/index.ts';

/** Options about reaching the nodes. */
export interface ConnectionOptions {
  readonly user?: string;
  readonly privateKey?: string;
  readonly knownHosts?: string;
  readonly become?: boolean;
  readonly timeout: number;
  readonly forks: number;
  readonly deadline?: number;
}

/** Options about what is shown. */
export interface OutputOptions {
  readonly output: Format;
  readonly verbose?: boolean;
  readonly color: boolean;
}

/** Options of every command that reads nodes. */
export interface FleetOptions extends ConnectionOptions, OutputOptions {
  readonly limit?: string;
  readonly listHosts?: boolean;
  readonly playbook: string;
  readonly extraVars?: readonly string[];
  readonly check?: boolean;
  readonly diff?: boolean;
  readonly allow?: readonly string[];
  readonly confirmTimeout: number;
  readonly hold?: boolean;
  readonly lockTimeout?: number;
  readonly out?: string;
  readonly allowPartial?: boolean;
}

/** Options of `init`. */
export interface InitOptions extends ConnectionOptions, OutputOptions {
  readonly hosts?: readonly string[];
  /** false: `--no-underlay`. */
  readonly underlay?: readonly string[] | false;
  readonly auto?: boolean;
  readonly preseed?: string;
  readonly add?: readonly string[];
  readonly allow?: readonly string[];
  readonly out?: string;
  readonly force?: boolean;
  readonly apply?: boolean;
}

/** Options of `export`. */
export interface ExportOptions extends OutputOptions {
  readonly format: ExportFormat;
  readonly style?: ExportStyle;
  readonly out?: string;
}

/** The options that decide what a run does and to whom, as words that say the same again. */
export function optionWords(options: Partial<FleetOptions & ExportOptions>): readonly string[] {
  const { format, style, playbook, extraVars, user, privateKey, knownHosts, become } = options;
  const pairs = [
    ['--format', format],
    ['--style', style],
    ['--playbook', playbook === 'underlay' ? undefined : playbook],
    ['--user', user],
    ['--private-key', privateKey],
    ['--known-hosts', knownHosts],
  ] as const;
  const words = pairs.flatMap(([name, value]) => (value === undefined ? [] : [name, value]));
  const vars = (extraVars ?? []).flatMap((word) => ['--extra-vars', word]);
  return [...words, ...vars, ...(become === true ? ['--become'] : [])];
}

const output = [
  named('-o, --output <format>', 'how to show the result')
    .choices(['human', 'json'])
    .default('human'),
  named('-v, --verbose', 'every node on lines of its own'),
  new Option('--no-color', 'no colours, whatever the terminal'),
];

const playbook = [
  named('--playbook <name>', 'a shipped playbook, or a path').default('underlay'),
  named('-e, --extra-vars <vars>', 'set variables: k=v, {"k": "v"}, or @file').argParser(words),
];

const reach = [
  named('-f, --forks <n>', 'nodes worked on at the same time').argParser(count).default(64),
  named('-T, --timeout <seconds>', 'for TCP through authentication').argParser(seconds).default(10),
  named('--deadline <seconds>', 'for the whole run').argParser(seconds),
  named('-u, --user <name>', 'log in as this user'),
  named('-b, --become', 'run commands through sudo -n'),
  named('--private-key <file>', 'log in with this key'),
  named('--known-hosts <file>', 'trust the host keys of this file'),
];

const limit = named('-l, --limit <pattern>', 'only these nodes: a,b:&c:!d, globs, ~regex, @file');

/** The sets of options that commands are made of. */
export const optionSets = {
  output,
  playbook,
  connection: [limit, ...reach],
  reach,
  init: [
    named('--hosts <hosts>', 'the nodes: a,b=198.18.0.12,micro[03:05]').argParser(names),
    named(
      '--underlay <what>',
      'a subnet, an interface, NODE=INTERFACE, NODE=IP, or auto; repeatable',
    ).argParser(wishes),
    new Option('--no-underlay', 'stay on the management network'),
    named('--auto', 'ask nothing, and leave the underlay out'),
    named('--preseed <file>', 'take the systems of a MicroCloud preseed; - is stdin'),
    named('--add <hosts>', 'add these nodes to the inventory').argParser(names),
    named('--out <file>', 'write the inventory there (default: inventory.yaml)'),
    named('--force', 'replace the file if there is one'),
    named('--apply', 'converge at once, as `apply` does'),
  ],
  listHosts: [named('--list-hosts', 'only name the nodes that are chosen')],
  check: [named('-C, --check', 'only show what would change')],
  out: [named('--out <file>', 'save the plan there, for `apply`')],
  export: [
    named('--format <format>', 'the form to write')
      .choices(['ansible', 'preseed', 'init-config'] satisfies readonly ExportFormat[])
      .makeOptionMandatory(),
    named('--style <style>', 'init-config by node, as MicroOVN takes it').choices([
      'microovn',
    ] satisfies readonly ExportStyle[]),
    named('--out <file>', 'write there instead of to stdout; never over another file'),
  ],
  diff: [named('-D, --diff', 'show the changes')],
  allow: [
    named('--allow <rules>', 'write although these rules refuse; separated by commas').argParser(
      names,
    ),
  ],
  partial: [named('--allow-partial', 'go on without the nodes that cannot be read')],
  confirm: [
    named('--confirm-timeout <seconds>', 'without a word for so long, every node puts itself back')
      .argParser(confirmSeconds)
      .default(120),
    named('--lock-timeout <seconds>', 'wait so long for another run to end').argParser(seconds),
    named('--hold', 'keep the change for that time only, until `confirm` is run'),
  ],
} as const;

/** An option that the environment can set, too: `MCRECONCILE_KNOWN_HOSTS` for `--known-hosts`. */
function named(flags: string, description: string): Option {
  const option = new Option(flags, description);
  // A flag is on or off in the environment, which commander takes for on: see `preset`.
  const name = option.long?.replace(/^--/, '').replaceAll('-', '_').toUpperCase();
  return option.isBoolean() ? option : option.env(`MCRECONCILE_${name}`);
}

/** Turns on the flags that the environment sets to `1` or `true`, such as MCRECONCILE_BECOME. */
export function preset(option: Option, env: Readonly<Record<string, string | undefined>>): Option {
  const value = env[`MCRECONCILE_${option.attributeName().toUpperCase()}`];
  return option.isBoolean() && /^(1|true|yes)$/i.test(value ?? '') ? option.default(true) : option;
}

/** May be given several times; each is a matter of its own. */
function words(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** The same, where `--no-…` may stand before it: the last one counts. */
function wishes(text: string, before: readonly string[] | false = []): readonly string[] {
  return [...(before || []), text];
}

/** May be given several times. */
function names(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...text.split(',')];
}

function count(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1) throw new InvalidArgumentError('Write a number from 1 on.');
  return value;
}

/** Whole, for the nodes count so; a stage and putting it back need some each. */
function confirmSeconds(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 10 || value > 86_400) {
    throw new InvalidArgumentError('Write whole seconds, at least 10 and at most 86400.');
  }
  return value;
}

function seconds(text: string): number {
  const value = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || value <= 0 || value > 86_400) {
    throw new InvalidArgumentError('Write seconds, more than 0 and at most 86400.');
  }
  return value;
}
