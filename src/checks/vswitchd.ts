import type { Check } from './check.ts';

/** Without ovs-vswitchd the database takes any value, and no tunnel follows. */
export const vswitchd: Check = (fleet) =>
  fleet.nodes
    .filter(({ facts }) => facts.ovs.vswitchdAnswers === false)
    .map(({ spec }) => ({ nodes: [spec.name], problem: { kind: 'vswitchd-silent' } }));
