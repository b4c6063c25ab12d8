import type { Lab } from '../../../lab/lab.ts';
import { eventually } from '../eventually.ts';
import { central, names, node, workload, type At, type Proof } from '../hazard.ts';
import { boundTo, encaps, inLog, sameList } from '../southbound.ts';
import { noErrors } from './switch.ts';

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
  holds: async (lab) => void (await central(lab).sh('ovn-nbctl --timeout=45 --wait=hv sync')),
};

/** Nor is that for want of time: the third node has answered, the second has not. */
export const notSynced: Proof = {
  says: '`ovn-nbctl --wait=hv sync` does not return',
  holds: async (lab) => {
    const { exit } = await central(lab).run(['ovn-nbctl', '--timeout=1', '--wait=hv', 'sync']);
    if (exit === 0) throw new Error('it returned 0');
    const asked = await central(lab).sh('ovn-nbctl get NB_Global . nb_cfg');
    await eventually('micro03 answers', async () => {
      const answer = await lastAnswer(lab, 'micro03');
      return answer === asked ? null : answer;
    });
    if ((await lastAnswer(lab, 'micro02')) === asked) throw new Error('micro02 has answered, too');
  },
};

function lastAnswer(lab: Lab, chassis: string): Promise<string> {
  const find = `ovn-sbctl --bare --columns=nb_cfg find Chassis_Private name=${chassis}`;
  return central(lab).sh(find);
}

/** Everything that people look at; the page says what it is. */
export const green: Proof = {
  says: 'all is green',
  holds: async (lab) => {
    for (const { holds } of [connected, synced, noErrors]) await holds(lab);
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

/** Peers then take any tunnel to its chassis. */
export function unbound(at: At): Proof {
  return {
    says: `the port of the workload of ${names[at]} has no endpoint of its own any more`,
    holds: (lab) => boundTo(lab, workload(lab, at).name, ''),
  };
}

/** Two controllers take one chassis for their own, and each writes over what the other wrote. */
export const contested: Proof = {
  says: 'the southbound database has for micro01 now its own endpoint, now that of micro02',
  holds: async (lab) => {
    for (const at of [1, 0, 1] as const) await encapIs(lab, 0, node(lab, at).underlay);
  },
};

async function encapIs(lab: Lab, at: At, wanted: string): Promise<void> {
  await eventually(`the endpoint of ${names[at]} is ${wanted}`, async () => {
    const found = await encaps(lab, names[at]);
    return sameList(found, wanted) ? null : found;
  });
}

/** A line in the log of OVN's controller of that node. */
export function logged(at: At, text: string): Proof {
  return {
    says: `ovn-controller.log of ${names[at]}: \`${text}\``,
    holds: (lab) =>
      eventually(`the log of ${names[at]} says ${text}`, async () =>
        (await inLog(node(lab, at), text)) ? null : 'it does not',
      ),
  };
}
