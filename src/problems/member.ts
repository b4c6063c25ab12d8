import { kind } from './kind.ts';

/** Between the inventory and who MicroOVN says its members are. */
export const member = {
  /** The nodes' tunnels, which tell of chassis, do not show it. */
  'member-unlisted': kind<{ member: string; address: string | null }>({
    class: 'warning',
    told: true,
    summary: ({ member: name, address }) =>
      `member ${name} of MicroOVN (${address ?? 'no address'}) is a chassis, and not in the inventory`,
    hint: ({ member: name, address }) =>
      `a move would leave it behind: \`mcreconcile init --add ${name}${address === null ? '' : `=${address}`} INVENTORY\`; if others run it: name it under \`outsiders\` in the inventory`,
    variant: ({ member: name }) => name,
  }),
  'member-gone': kind({
    class: 'warning',
    told: true,
    summary: 'this node is no member of MicroOVN any more',
    hint: 'take it out of the inventory, or let it join again',
  }),
  'member-moved': kind<{ address: string; was: string }>({
    class: 'warning',
    told: true,
    summary: ({ address, was }) =>
      `MicroOVN has this node at ${address}, the inventory at ${was}, where it is not reached`,
    hint: ({ address }) => `if it has moved: \`address: ${address}\` in the inventory`,
  }),
  'members-disagree': kind<{
    /** Of each node, the members that others do not tell alike. */
    answers: readonly { node: string; members: readonly string[] }[];
  }>({
    class: 'warning',
    told: true,
    summary: ({ answers }) =>
      `MicroOVN has other members on one node than on another: ${answers
        .map(({ node, members }) => `${node} ${members.slice(0, 20).join(', ') || 'none'}`)
        .join('; ')}`,
    hint: 'look at `microovn cluster list` on both; the inventory was compared with neither',
  }),
};
