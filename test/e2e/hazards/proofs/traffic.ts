import { capture, geneve } from '../../../lab/capture.ts';
import type { Lab, Workload } from '../../../lab/lab.ts';
import { eventually } from '../eventually.ts';
import { names, node, workload, type At, type Proof } from '../hazard.ts';

/** No ping between two workloads arrives, for longer than OVN takes to follow. */
export function silence(from: At, to: At): Proof {
  return {
    says: `no ping between workloads of ${names[from]} and ${names[to]} arrives`,
    holds: (lab) =>
      eventually('silence', async () => {
        const [one, other] = [workload(lab, from), workload(lab, to)];
        const { sent, lost } = await one.ping(other, { count: 20, intervalMs: 50 });
        return sent > 0 && sent === lost ? null : `${lost} of ${sent} pings lost`;
      }),
  };
}

export function hears(from: At, to: At): Proof {
  return {
    says: `pings between workloads of ${names[from]} and ${names[to]} arrive`,
    holds: (lab) =>
      eventually('hears', async () => {
        const { lost } = await workload(lab, from).ping(workload(lab, to), { count: 5 });
        return lost === 0 ? null : `${lost} of 5 pings lost`;
      }),
  };
}

/** Pings pass as long as they are small: the failure that looks like a slow application. */
export function losesFullSize(from: At, to: At, mtu = 1400): Proof {
  return {
    says: `small pings between workloads pass, those of ${mtu} bytes do not`,
    holds: (lab) =>
      eventually('loses full-size packets', async () => {
        const [one, other] = [workload(lab, from), workload(lab, to)];
        if (!(await answers(one, other, 100))) return 'not even small pings pass';
        return (await answers(one, other, mtu)) ? 'full-size pings pass' : null;
      }),
  };
}

/** Of a fleet before its move: what is lost afterwards has passed. */
export async function passesFullSize(lab: Lab, from: At, to: At, mtu: number): Promise<void> {
  await eventually('passes full-size packets', async () =>
    (await answers(workload(lab, from), workload(lab, to), mtu)) ? null : 'they do not',
  );
}

/** Bytes count from the IP header on. */
async function answers(from: Workload, to: Workload, bytes: number): Promise<boolean> {
  const count = ['-c', '3', '-i', '0.1', '-W', '0.5'];
  const argv = ['ping', '-q', '-M', 'do', '-s', String(bytes - 28), ...count, to.address];
  return (await from.run(argv)).exit === 0;
}

/** Geneve packets are on the wrong wire while a workload of that node pings another one's. */
export function onManagement(from: At, to: At): Proof {
  return {
    says: `its packets from ${names[from]} to ${names[to]} leave by the management NIC`,
    holds: (lab) =>
      eventually('Geneve on the management network', async () => {
        const seen = await capture(lab, node(lab, from), 'management', geneve);
        await workload(lab, from).ping(workload(lab, to), { count: 10 });
        return (await seen.stop()) > 0 ? null : 'there is none';
      }),
  };
}
