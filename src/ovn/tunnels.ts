import type { NodeFacts } from '../model/facts.ts';

/** One port of ovn-controller for all peers, from OVN 26.03 on where the node asks for it (encaps.c). */
export function usesFlowBasedTunnels({ tunnels }: NodeFacts): boolean {
  return tunnels.some(({ chassis, remoteIp }) => chassis !== null && remoteIp === 'flow');
}

/** Whether OVS refused a tunnel because another one had the same addresses. */
export function metAnother(error: string | null): boolean {
  return error?.includes('File exists') ?? false;
}
