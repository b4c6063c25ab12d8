import type { Lab } from '../lab/lab.ts';

/** The OVN that the nodes of the lab run, such as 23.03.1; of one width, so that texts compare. */
export async function ovnVersion({ nodes: [node] }: Lab): Promise<string> {
  const said = (await node?.sh('ovn-controller --version')) ?? '';
  const version = /^ovn-controller (\S+)/.exec(said)?.[1];
  if (version === undefined) throw new Error(`no version of OVN: ${said}`);
  return version;
}

/** From here on tunnels always send from their own endpoint. */
export const alwaysOwnSource = '24.09';
