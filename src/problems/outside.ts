import { kind } from './kind.ts';

/** A chassis that is no node of the inventory, and where its tunnels end. */
interface Outsider {
  chassis: string;
  addresses: readonly string[];
}

/** With chassis outside the inventory. */
export const outside = {
  /** The nodes would move away from it. */
  'chassis-outside': kind<Outsider>({
    class: 'rule',
    summary: (outsider) =>
      `endpoints would move, and ${named(outsider)} is not in the inventory: it would be cut off`,
    hint: (outsider) =>
      `${add}; ${remove(outsider)}; or prove the way to it with --allow chassis-outside`,
  }),
  /** It does not answer where the nodes will be. */
  'outside-unproven': kind<Outsider>({
    class: 'node',
    summary: (outsider) =>
      `${named(outsider)} is not in the inventory and answers no unfragmented ping from the new endpoints`,
    hint: (outsider) => `move it, too, or let the new endpoints reach it; ${remove(outsider)}`,
  }),
  /** Nothing moves, but the next move would leave it behind. */
  'chassis-unlisted': kind<Outsider>({
    class: 'warning',
    told: true,
    summary: (outsider) => `${named(outsider)} is not in the inventory`,
    hint: (outsider) =>
      `a move would cut it off: ${add}; ${remove(outsider)}; if others run it: name it under \`outsiders\` in the inventory`,
  }),
  /** A rollback moves away from it, and knows the nodes of its run only. */
  'not-of-the-run': kind<Outsider>({
    class: 'warning',
    summary: (outsider) => `${named(outsider)} was not part of the run that is rolled back`,
    hint: 'afterwards, check that it still hears the nodes: `mcreconcile check INVENTORY`',
  }),
  'tunnel-outside': kind<
    Outsider & {
      /** How it shows: the BFD session is not up, or packets go and none come. */
      sign: 'bfd' | 'one-way';
    }
  >({
    class: 'tunnel',
    summary: ({ sign, ...outsider }) =>
      sign === 'bfd'
        ? `BFD is not up to ${named(outsider)}, which is not in the inventory`
        : `${named(outsider)} is not in the inventory, and nothing comes back from it`,
    hint: (outsider) =>
      `a move may have left it behind: let it reach the endpoints of the nodes, UDP 6081 both ways; ${remove(outsider)}`,
    variant: ({ sign }) => sign,
  }),
};

function named({ chassis, addresses }: Outsider): string {
  return `chassis ${chassis} (${addresses.join(', ') || 'no address'})`;
}

const add = 'add it with `mcreconcile init --add NAME INVENTORY`';

function remove({ chassis }: Outsider): string {
  return `if its machine is gone: \`ovn-sbctl chassis-del ${chassis}\``;
}
