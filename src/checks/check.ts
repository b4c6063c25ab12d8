import type { Fleet, NodePlan } from '../model/plan.ts';
import type { Finding } from '../problems/problem.ts';

/** A precondition over the whole fleet: what speaks against writing these drafts. Pure. */
export type Check = (fleet: Fleet, drafts: readonly NodePlan[]) => readonly Finding[];
