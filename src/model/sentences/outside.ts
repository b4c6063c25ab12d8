import type { Sentences } from '../describe.ts';
import type { OutsideProblem } from '../outside-problem.ts';

export const outsideSentences: Sentences<OutsideProblem['kind']> = {
  'chassis-outside': (outsider) => ({
    summary: `endpoints would move, and ${named(outsider)} is not in the inventory: it would be cut off`,
    hint: `${add}; ${remove(outsider)}; or prove the way to it with --allow chassis-outside`,
  }),
  'outside-unproven': (outsider) => ({
    summary: `no unfragmented ping over the new endpoint is answered by ${named(outsider)}, which is no node of the inventory`,
    hint: `move it, too, or let the new endpoints reach it; ${remove(outsider)}`,
  }),
  'chassis-unlisted': (outsider) => ({
    summary: `${named(outsider)} is not in the inventory`,
    hint: `a move would cut it off: ${add}; ${remove(outsider)}; if others run it: name it under \`outsiders\` in the inventory`,
  }),
  'not-of-the-run': (outsider) => ({
    summary: `${named(outsider)} had no part in the run that is taken back`,
    hint: '`mcreconcile check INVENTORY` tells afterwards whether it still hears the nodes',
  }),
  'tunnel-outside': ({ sign, ...outsider }) => ({
    summary:
      sign === 'bfd'
        ? `BFD is not up to ${named(outsider)}, which is no node of the inventory`
        : `nothing comes back from ${named(outsider)}, which is no node of the inventory, of what is sent to it`,
    hint: `left behind by a move? Let it reach the endpoints of the nodes, UDP 6081 both ways; ${remove(outsider)}`,
  }),
};

interface Named {
  readonly chassis: string;
  readonly addresses: readonly string[];
}

function named({ chassis, addresses }: Named): string {
  return `chassis ${chassis} (${addresses.join(', ') || 'no address'})`;
}

const add = 'add it with `mcreconcile init --add NAME INVENTORY`';

function remove({ chassis }: Named): string {
  return `if its machine is gone: \`ovn-sbctl chassis-del ${chassis}\``;
}
