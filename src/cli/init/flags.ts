import { flag, off, optional, valued, type Values } from '../flags.ts';
import { allow, output, reach } from '../options.ts';
import { names, text, texts } from '../parsers.ts';

/** Which nodes, which underlay, and which file to write. */
export const initFlags = [
  valued('--hosts <hosts>', 'the nodes: a,b=198.18.0.12,micro[03:05]', names),
  valued('--from <host>', 'the nodes: all members of the cluster that this host is in', text),
  valued(
    '--underlay <what>',
    'a subnet, an interface, NODE=INTERFACE, NODE=IP, or auto; repeatable',
    texts,
  ),
  off('--no-underlay', 'keep all tunnels on the management network', undefined),
  flag('--auto', 'ask nothing, and write no underlay'),
  valued('--preseed <file>', 'take the systems of a MicroCloud preseed; - is stdin', text),
  optional('--add [hosts]', 'add these nodes to the inventory, or the members it lacks', names, []),
  valued('--out <file>', 'file to write; inventory.yaml by default', text),
  flag('--force', 'replace the file if it exists'),
  flag('--apply', 'run `apply` on the new inventory at once'),
  allow,
  ...reach,
  ...output,
] as const;

export type InitOptions = Values<typeof initFlags>;
