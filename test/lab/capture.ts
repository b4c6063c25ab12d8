import type { Network } from './addresses.ts';
import type { Lab } from './lab.ts';
import type { LabNode } from './node.ts';

export interface Capture {
  /** How many packets were seen. */
  stop(): Promise<number>;
}

/** As tcpdump writes a filter. */
export const geneve = 'udp port 6081';

/**
 * Counts the packets on the wire between a node's NIC and the switch, both ways, from when it
 * returns. It looks at the switch's end, which shows the same with OVS on the node and without.
 */
export async function capture(
  lab: Lab,
  node: LabNode,
  network: Network,
  filter: string,
): Promise<Capture> {
  const nowhere = ['-U', '-w', '/dev/null', '--immediate-mode', '-Z', 'root'];
  const argv = ['tcpdump', '-n', '-i', node.ports[network], ...nowhere, filter];
  const running = lab.switch.start(argv);
  await running.says('listening on');
  return {
    stop: async () => {
      const { stderr } = await running.stop();
      const [, packets] = /^(\d+) packets? captured$/m.exec(stderr) ?? [];
      if (packets === undefined) throw new Error(`tcpdump did not count: ${stderr}`);
      return Number(packets);
    },
  };
}
