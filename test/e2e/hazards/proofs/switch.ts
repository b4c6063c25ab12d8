import type { Lab } from '../../../lab/lab.ts';
import { eventually } from '../eventually.ts';
import { names, node, type At, type Proof } from '../hazard.ts';

export const noErrors: Proof = {
  says: 'no Interface has an `error`',
  holds: (lab) =>
    eventually('no errors', async () => {
      const errors = await errorsOf(lab);
      return errors.every((each) => each === '') ? null : errors.join('; ');
    }),
};

/** The peers of a node with such an endpoint cannot make their tunnels to it. */
export const brokenPorts: Proof = {
  says: "on its peers, `error` of the Interface is `bad geneve 'remote_ip'`",
  holds: (lab) =>
    eventually('the peers say so', async () => {
      const errors = await errorsOf(lab);
      const [first, , third] = errors.map((each) => each.includes("bad geneve 'remote_ip'"));
      return first === true && third === true ? null : errors.join('; ');
    }),
};

export function switchLogged(at: At, text: string): Proof {
  const file = '/var/log/openvswitch/ovs-vswitchd.log';
  return {
    says: `ovs-vswitchd.log of ${names[at]}: \`${text}\``,
    holds: (lab) =>
      eventually(`${file} says ${text}`, async () => {
        const { exit } = await node(lab, at).run(['grep', '-qF', '--', text, file]);
        return exit === 0 ? null : 'it does not';
      }),
  };
}

function errorsOf(lab: Lab): Promise<readonly string[]> {
  const find = ['--bare', '--columns=error', 'find', 'Interface', 'type=geneve'];
  return Promise.all(lab.nodes.map(async (each) => (await each.vsctl(...find)).trim()));
}
