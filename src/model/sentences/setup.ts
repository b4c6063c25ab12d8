import type { Sentences } from '../describe.ts';
import type { SetupProblem } from '../setup-problem.ts';

// The beginnings are MicroCloud's, so that they are found by their text.
export const setupSentences: Sentences<SetupProblem['kind']> = {
  'none-chosen': ({ found }) => ({
    summary: "Failed to configure OVN underlay traffic: Some peers don't have a selected interface",
    hint: `choose exactly one; this node has ${found.join(', ') || 'no address that could serve'}`,
  }),
  'several-chosen': ({ node, found }) => ({
    summary: `Failed to configure OVN underlay traffic: Selected more than one interface for target "${node}"`,
    hint: `choose exactly one of ${found.join(', ')}`,
  }),
  'underlay-ip-absent': ({ address, found }) => ({
    summary: `No available interface found for OVN underlay IP "${address}"`,
    hint: `this node has ${found.join(', ') || 'no global address'}: configure the address in its netplan, or correct the preseed`,
  }),
  'init-unsaved': ({ file, reason }) => ({
    summary: `the inventory ${file} was not written: ${reason}`,
    hint: 'mend that, or name another file with --out; no node was changed',
  }),
};
