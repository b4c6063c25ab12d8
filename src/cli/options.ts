import { Argument } from 'commander';
import type { Format } from '../reporters/index.ts';
import { flag, off, valued, type Values } from './flags.ts';
import { confirmSeconds, count, names, oneOf, seconds, text, texts } from './parsers.ts';

/** What a node waits for before it reverts, where nobody says otherwise. */
export const defaultConfirmSeconds = 120;

export const defaultPlaybook = 'underlay';

/** What most commands work on. */
export const inventory = new Argument('<inventory>', 'path of the inventory file');

/** What is shown. */
export const output = [
  valued(
    '-o, --output <format>',
    'form of the result: human or json',
    oneOf<Format>('human', 'json'),
    'human',
  ),
  flag('-v, --verbose', 'show every node on lines of its own'),
  off('--no-color', 'use no colours, even on a terminal', true),
] as const;

/** How the nodes are reached. */
export const reach = [
  valued('-f, --forks <n>', 'number of nodes to work on at the same time', count, 64),
  valued('-T, --timeout <seconds>', 'seconds to connect to a node and log in', seconds, 10),
  valued('--deadline <seconds>', 'seconds for the whole run; no limit by default', seconds),
  valued('-u, --user <name>', 'log in as this user', text),
  flag('-b, --become', 'run commands on the nodes through sudo -n'),
  valued('--private-key <file>', 'log in with this key', text),
  valued('--known-hosts <file>', 'trust the host keys in this file', text),
] as const;

/** How they are reached, and which of them are meant. */
export const connection = [
  valued('-l, --limit <pattern>', 'only these nodes: a,b:&c:!d, globs, ~regex, @file', text),
  ...reach,
] as const;

/** Of a command on the nodes of an inventory. */
export const nodes = [
  ...connection,
  flag('--list-hosts', 'print the names of the chosen nodes, and stop'),
  ...output,
] as const;

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

/** Of a command that plans for all nodes. */
export const planning = [
  allow,
  flag('--allow-partial', 'leave out nodes that cannot be read, instead of refusing'),
  ...playbook,
  ...nodes,
] as const;

export const diff = flag('-D, --diff', 'show the changes of nodes that were written, too');

/** Of a command that writes. */
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
  flag('--hold', 'let each node revert at that time unless `confirm` is run before'),
] as const;

export type Nodes = Values<typeof nodes>;
export type Output = Values<typeof output>;
export type Reach = Values<typeof reach>;
export type Played = Values<typeof playbook>;
export type Planning = Values<typeof planning>;
export type Writing = Values<typeof writing>;
