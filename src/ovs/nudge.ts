import type { OvsFacts } from '../model/facts.ts';
import { limitLine, shellWords } from '../model/shell.ts';

/** Whether OVS refused a tunnel because another one had the same addresses. */
export function metAnother(error: string | null): boolean {
  return error?.includes('File exists') ?? false;
}

/**
 * Counts next_cfg on, as every ovs-vsctl does that waits: ovs-vswitchd then looks at its whole
 * configuration again.
 */
export function nudgeScript({ vsctl, db }: OvsFacts): string {
  const options = ['--no-wait', '--timeout=2', ...(db === null ? [] : [`--db=${db}`])];
  const command = `$limit ${shellWords([vsctl, ...options])}`;
  return [
    limitLine,
    `count=$(${command} get Open_vSwitch . next_cfg) &&`,
    `${command} set Open_vSwitch . "next_cfg=$((count + 1))"`,
  ].join('\n');
}
