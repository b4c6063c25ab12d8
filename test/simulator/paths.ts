import { valueOf } from './script.ts';
import type { Answer } from './vsctl.ts';

/** Faults on the ways of one node, by the address that it asks. */
export interface ModelPaths {
  /** Addresses that no packet comes back from. */
  readonly unreachable: Set<string>;
  /** Addresses that only small packets come back from. */
  readonly narrow: Set<string>;
  /** Addresses that the route leaves by another NIC to, and its name. */
  readonly detours: Map<string, string>;
}

export function modelPaths(): ModelPaths {
  return { unreachable: new Set(), narrow: new Set(), detours: new Map() };
}

/** Whether a script asks about paths, and not about the node itself. */
export function isPathScript(script: string): boolean {
  return /^targets=/m.test(script);
}

/** The frames that the path script prints where everything but the faults is well. */
export function pathAnswers(
  { unreachable, narrow, detours }: ModelPaths,
  device: (source: string) => string,
  script: string,
): Record<string, Answer> {
  const source = valueOf('source', script);
  const targets = valueOf('targets', script).split(' ');
  const routes = targets.map((dst) => ({ dst, dev: detours.get(dst) ?? device(source) }));
  const lost = (target: string): boolean => unreachable.has(target) || narrow.has(target);
  const counts = targets.map((target) => `${target} 3 ${lost(target) ? 0 : 3}`);
  const again = targets.filter(lost).map((target) => `${target} 3 ${narrow.has(target) ? 3 : 0}`);
  return {
    routes: printed(routes.map((route) => JSON.stringify([route]))),
    full: printed(counts),
    small: printed(again),
  };
}

function printed(lines: readonly string[]): Answer {
  return { exit: 0, stdout: lines.map((line) => `${line}\n`).join(''), stderr: '' };
}
