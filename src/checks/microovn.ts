import type { NodeFacts } from '../model/facts.ts';
import type { Problem } from '../problems/problem.ts';

/** The API extension with which MicroOVN takes `ovn-encap-ip` at bootstrap and join (24.03 and later). */
const customEncapsulation = 'custom_encapsulation_ip';

/** What an operator should know of a node's MicroOVN before giving it an underlay; null: nothing. */
export function microovnRemark({ microovn }: Pick<NodeFacts, 'microovn'>): Problem | null {
  if (microovn === null) return null;
  if (microovn.unread !== null) return { kind: 'microovn-unread', reason: microovn.unread };
  const { version, extensions } = microovn;
  return extensions.includes(customEncapsulation)
    ? null
    : { kind: 'microovn-ignores-underlay', version };
}
