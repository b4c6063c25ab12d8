import { measureFlood } from './flood.ts';
import type { Lab } from './lab.ts';
import { acrossGateway, everyDirection, measureLoss, type Loss, type Meter } from './loss.ts';

/** What users of a cluster notice, each on its own. */
export const kinds = ['east-west', 'north-south', 'flood'] as const;

type Kind = (typeof kinds)[number];

export type Losses = Readonly<Record<Kind, readonly Loss[]>>;

/** Sends traffic of all kinds at once: between workloads, through the gateway, and to everyone. */
export async function measureTraffic(
  lab: Pick<Lab, 'workloads' | 'outside'>,
  { intervalMs = 10 } = {},
): Promise<Meter<Losses>> {
  const directions = [...everyDirection(lab.workloads), ...acrossGateway(lab)];
  const [pings, floods] = await Promise.all([
    measureLoss(directions, { intervalMs }),
    measureFlood(lab.workloads, { intervalMs }),
  ]);
  const across = ({ from, to }: Loss) => [from, to].includes(lab.outside?.name ?? '');
  return {
    stop: async () => {
      const [probes, flood] = await Promise.all([pings.stop(), floods.stop()]);
      return {
        'east-west': probes.filter((loss) => !across(loss)),
        'north-south': probes.filter(across),
        flood,
      };
    },
  };
}
