import { setTimeout as sleep } from 'node:timers/promises';
import type { Lab, Workload } from '../../lab/lab.ts';
import { central, node, workload, type Proof } from './hazard.ts';

/** Where the nodes are in the lab; the second one is in trouble. */
type At = 0 | 1 | 2;

const names = ['micro01', 'micro02', 'micro03'] as const;

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

export function hears(from: At, to: At, says: string): Proof {
  return {
    says,
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

export function passesFullSize(from: At, to: At, mtu: number): Proof {
  return {
    says: `pings of ${mtu} bytes pass before`,
    holds: (lab) =>
      eventually('passes full-size packets', async () =>
        (await answers(workload(lab, from), workload(lab, to), mtu)) ? null : 'they do not',
      ),
  };
}

/** Bytes count from the IP header on. */
async function answers(from: Workload, to: Workload, bytes: number): Promise<boolean> {
  const count = ['-c', '3', '-i', '0.1', '-W', '0.5'];
  const argv = ['ping', '-q', '-M', 'do', '-s', String(bytes - 28), ...count, to.address];
  return (await from.run(argv)).exit === 0;
}

export const connected: Proof = {
  says: '`connection-status` is `connected` on all nodes',
  holds: (lab) =>
    eventually('connected', async () => {
      const status = 'ovn-appctl -t ovn-controller connection-status';
      const said = await Promise.all(lab.nodes.map((each) => each.sh(status)));
      return said.every((each) => each === 'connected') ? null : said.join();
    }),
};

export const synced: Proof = {
  says: '`ovn-nbctl --wait=hv sync` returns 0',
  holds: async (lab) => void (await central(lab).sh('ovn-nbctl --timeout=10 --wait=hv sync')),
};

export const notSynced: Proof = {
  says: '`ovn-nbctl --wait=hv sync` does not return',
  holds: async (lab) => {
    const { exit } = await central(lab).run(['ovn-nbctl', '--timeout=1', '--wait=hv', 'sync']);
    if (exit === 0) throw new Error('it returned 0');
  },
};

export function published(at: At, value: (lab: Lab) => string): Proof {
  return {
    says: 'the southbound database takes it',
    holds: (lab) => encapIs(lab, at, value(lab)),
  };
}

/** The southbound database keeps the endpoint that the node had before. */
export function kept(at: At, value = (lab: Lab) => node(lab, at).management): Proof {
  return {
    says: `the southbound database keeps the old endpoint of ${names[at]}`,
    holds: (lab) => encapIs(lab, at, value(lab)),
  };
}

async function encapIs(lab: Lab, at: At, wanted: string): Promise<void> {
  await eventually(`the endpoint of ${names[at]} is ${wanted}`, async () => {
    const found = await encaps(lab, node(lab, at).name);
    return found === wanted ? null : found;
  });
}

/** What the southbound database says, without OVSDB's quotes. */
export async function encaps(lab: Lab, chassis: string): Promise<string> {
  const find = `ovn-sbctl --bare --columns=ip find Encap chassis_name=${chassis}`;
  return central(lab).sh(find);
}

/** A line in the log of OVN's controller of that node, `…` left out. */
export function logged(at: At, text: string): Proof {
  return {
    says: `ovn-controller.log of ${names[at]}: \`${text}\``,
    holds: (lab) => inLog(lab, at, '/var/log/openvswitch/ovn-controller.log', text),
  };
}

export function switchLogged(at: At, text: string): Proof {
  return {
    says: `ovs-vswitchd.log of ${names[at]}: \`${text}\``,
    holds: (lab) => inLog(lab, at, '/var/log/openvswitch/ovs-vswitchd.log', text),
  };
}

async function inLog(lab: Lab, at: At, file: string, text: string): Promise<void> {
  await eventually(`${file} says ${text}`, async () => {
    const { exit } = await node(lab, at).run(['grep', '-qF', '--', text, file]);
    return exit === 0 ? null : 'it does not';
  });
}

/** The peers of a node with such an endpoint cannot make their tunnels to it. */
export const brokenPorts: Proof = {
  says: "on its peers, `error` of the Interface is `bad geneve 'remote_ip'`",
  holds: (lab) => eventually('the peers say so', () => errorOf(lab, 'remote_ip')),
};

/** The first one: all peers of the second node have the same. */
async function errorOf(lab: Lab, text: string): Promise<string | null> {
  const errors = await errorsOf(lab);
  return errors[0]?.includes(text) === true ? null : errors.join('; ');
}

export const noErrors: Proof = {
  says: 'no Interface has an `error`',
  holds: async (lab) => {
    const errors = await errorsOf(lab);
    if (errors.some((each) => each !== '')) throw new Error(errors.join('; '));
  },
};

function errorsOf(lab: Lab): Promise<readonly string[]> {
  const find = ['--bare', '--columns=error', 'find', 'Interface', 'type=geneve'];
  return Promise.all(lab.nodes.map(async (each) => (await each.vsctl(...find)).trim()));
}

/** Asks until it gets no objection; the last one is the error. */
export async function eventually(
  what: string,
  objection: () => Promise<string | null>,
): Promise<void> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const found = await objection();
    if (found === null) return;
    if (Date.now() > deadline) throw new Error(`not in time: ${what}: ${found}`);
    await sleep(100);
  }
}
