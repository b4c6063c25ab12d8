import { kind } from './kind.ts';

interface Chosen {
  node: string;
  /** What the node has, `eth1 198.19.0.11/16`, with the reason why it cannot serve. */
  found: readonly string[];
}

/** With what `init` looks for and writes. Some beginnings are MicroCloud's, so that they are found by their text. */
export const setup = {
  'discovery-failed': kind<{ reason: string }>({
    class: 'node',
    summary: ({ reason }) => `this machine cannot look for hosts by mDNS: ${reason}`,
    hint: 'name the nodes: `mcreconcile init --hosts micro01,micro02,micro03`',
  }),
  'none-chosen': kind<Chosen>({
    class: 'node',
    summary: "Failed to configure OVN underlay traffic: Some peers don't have a selected interface",
    hint: ({ found }) =>
      `choose exactly one; this node has ${found.join(', ') || 'no address that could serve'}`,
  }),
  'several-chosen': kind<Chosen>({
    class: 'node',
    summary: ({ node }) =>
      `Failed to configure OVN underlay traffic: Selected more than one interface for target "${node}"`,
    hint: ({ found }) => `choose exactly one of ${found.join(', ')}`,
  }),
  'underlay-ip-absent': kind<{ address: string; found: readonly string[] }>({
    class: 'node',
    summary: ({ address }) => `No available interface found for OVN underlay IP "${address}"`,
    hint: ({ found }) =>
      `this node has ${found.join(', ') || 'no global address'}: configure the address in its netplan, or correct the preseed`,
  }),
  'init-unsaved': kind<{ file: string; reason: string }>({
    class: 'write',
    summary: ({ file, reason }) => `the inventory ${file} was not written: ${reason}`,
    hint: 'remove the cause, or name another file with --out; no node was changed',
  }),
};
