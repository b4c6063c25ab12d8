import type { Finding } from '../problems/problem.ts';
import type { Check } from './check.ts';

/** A southbound database that the playbook names and nobody could look at. */
export const southboundUnread: Check = ({ southbound }) =>
  southbound.flatMap(({ remote, via, chassis }): readonly Finding[] => {
    if (chassis.ok) return [];
    const reason = chassis.error;
    return [{ nodes: [via], problem: { kind: 'southbound-unread', remote, reason } }];
  });
