import { Argument } from 'commander';
import { type Format, reporters } from '../reporters/index.ts';
import { flag, off, valued, type Values } from './flags.ts';
import {
  confirmSeconds,
  count,
  exitStatus,
  keyOf,
  names,
  oneOf,
  seconds,
  text,
  texts,
} from './parsers.ts';

/** The default of --confirm-timeout. */
export const defaultConfirmSeconds = 120;

export const defaultPlaybook = 'underlay';

export const inventory = new Argument('<inventory>', 'path of the inventory file');

const look = [
  flag('-v, --verbose', 'show every node on lines of its own'),
  off('--no-color', 'use no colours, even on a terminal', true),
] as const;

/** Of a command whose result is no report about nodes. */
export const output = [
  valued(
    '-o, --output <format>',
    'format of the result: human or json',
    oneOf<Format>('human', 'json'),
    'human',
  ),
  ...look,
] as const;

export const reportOutput = [
  valued(
    '-o, --output <format>',
    `format of the result: ${Object.keys(reporters).join(', ')}`,
    keyOf(reporters),
    'human',
  ),
  valued('--json-into <file>', 'also write the report into this file, as -o json has it', text),
  ...look,
] as const;

export const reach = [
  valued('-f, --forks <n>', 'number of nodes to work on at the same time', count, 64),
  valued('-T, --timeout <seconds>', 'seconds to connect to a node and log in', seconds, 10),
  valued('--deadline <seconds>', 'seconds for the whole run; no limit by default', seconds),
  valued('-u, --user <name>', 'log in as this user', text),
  flag('-b, --become', 'run commands on the nodes as root'),
  valued('--become-method <program>', 'become root by: sudo or doas', oneOf('sudo', 'doas')),
  flag('-K, --ask-become-pass', "ask for sudo's password"),
  valued(
    '--become-password-file <file>',
    "file with sudo's password, or a program that prints it",
    text,
  ),
  valued('--private-key <file>', 'log in with this key', text),
  valued('--known-hosts <file>', 'trust the host keys in this file', text),
  valued(
    '--host-keys <rule>',
    'hosts that are not on file: strict refuses, accept-new adds them',
    oneOf('strict', 'accept-new'),
    'strict',
  ),
  valued('--ssh-config <file>', "OpenSSH's configuration file, instead of your own; or none", text),
] as const;

/** How to reach the nodes, and which of them. */
export const connection = [
  valued('-l, --limit <pattern>', 'only these nodes: a,b:&c:!d, globs, ~regex, @file', text),
  ...reach,
] as const;

/** Options of a command that works on the nodes of an inventory. */
export const nodes = [
  ...connection,
  flag('--list-hosts', 'print the names of the chosen nodes, and stop'),
  ...reportOutput,
] as const;

export const driftExitCode = valued(
  '--drift-exit-code <n>',
  'exit with this code, not 2, where differences exist',
  exitStatus,
);

export const playbook = [
  valued(
    '--playbook <name>',
    'name of a shipped playbook, or path of a file',
    text,
    defaultPlaybook,
  ),
  valued('-e, --extra-vars <vars>', 'variables: k=v, {"k": "v"}, or @file; repeatable', texts),
] as const;

export const allow = valued('--allow <rules>', 'rules to override, separated by commas', names);

/** Options of a command that plans for all nodes. */
export const planning = [
  allow,
  flag('--allow-partial', 'leave out nodes that cannot be read, instead of refusing'),
  ...playbook,
  ...nodes,
] as const;

export const diff = flag('-D, --diff', 'also show the changes of nodes that were written');

export const writing = [
  flag('-C, --check', 'show what would change, and write nothing'),
  diff,
  valued(
    '--confirm-timeout <seconds>',
    'seconds without contact before each node reverts',
    confirmSeconds,
    defaultConfirmSeconds,
  ),
  valued('--lock-timeout <seconds>', 'seconds to wait for another run to end', seconds, 0),
  flag('--hold', 'let each node revert unless you run `confirm` within that time'),
] as const;

export type Nodes = Values<typeof nodes>;
export type Output = Values<typeof output> &
  Partial<Values<typeof reportOutput>> &
  Partial<Values<readonly [typeof driftExitCode]>>;
export type Reach = Values<typeof reach>;
export type Played = Values<typeof playbook>;
export type Planning = Values<typeof planning>;
export type Writing = Values<typeof writing>;
