import type { NodeSpec } from '../model/inventory.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { Problem } from '../problems/problem.ts';
import { askSsh, type Asked } from './config/ask.ts';
import { hopsOf } from './config/hops.ts';
import { valueOf, type SshConfig } from './config/parse.ts';
import { isPlain } from './config/plain.ts';
import { destinationOf } from './config/destination-of.ts';
import type { Destination } from './destination.ts';
import { memo } from './files.ts';
import { sshOf, type TransportSettings } from './settings.ts';

/** How a node is reached: flags over inventory over OpenSSH's configuration. */
export type Resolver = (
  node: NodeSpec,
  signal: AbortSignal,
) => Promise<Result<Destination, Problem>>;

/** Each host is asked about once, and not at all where OpenSSH's configuration says nothing. */
export function resolver(settings: TransportSettings): Resolver {
  const { sshConfig: file } = settings;
  const plain = memo(async (_: '') => file === 'none' || (file === undefined && (await isPlain())));
  const found = new Map<string, Destination>();
  return async (node, signal) => {
    const known = found.get(node.name);
    if (known !== undefined) return ok(known);
    const { user, port, jump } = sshOf(settings, node);
    const asked = { host: node.address, user, port, file };
    const resolved = await resolve(asked, { named: node, jump, depth: 0 }, signal);
    if (resolved.ok) found.set(node.name, resolved.value);
    return resolved;
  };

  async function resolve(asked: Asked, wish: Wish, signal: AbortSignal): Promise<Found> {
    const config = (await plain('')) ? ok(null) : await askSsh(asked, signal);
    if (!config.ok) return config;
    if (config.value === null && !(await plain('')))
      settings.remark?.(asked.host, "OpenSSH's configuration is not used: there is no ssh program");
    const said: SshConfig = config.value ?? new Map();
    const here = destinationOf(asked, said, { settings, node: wish.named });
    const via = await viaOf(here, wish, { said, signal });
    return via.ok ? ok({ ...here, via: via.value }) : via;
  }

  /** The last of the hops that a host says; each stands behind the one before it. */
  async function viaOf(
    here: Destination,
    { jump, depth, behind }: Wish,
    { said, signal }: { readonly said: SshConfig; readonly signal: AbortSignal },
  ): Promise<Result<Destination | null, Problem>> {
    if (behind !== undefined) return ok(behind);
    const text = jump === 'none' ? null : (jump ?? valueOf(said, 'proxyjump'));
    const hops = text === null ? [] : hopsOf(text);
    if (hops === null || depth > deepest) return err(unusable(here, text ?? ''));
    let via: Destination | null = null;
    for (const hop of hops) {
      const wish: Wish = { depth: depth + 1, ...(via === null ? {} : { behind: via }) };
      const next = await resolve({ ...hop, file }, wish, signal);
      if (!next.ok) return next;
      via = next.value;
    }
    return ok(via);
  }
}

type Found = Result<Destination, Problem>;

interface Wish {
  /** The node, whose own settings hold; a bastion has those of OpenSSH's configuration only. */
  readonly named?: NodeSpec;
  /** What inventory or flags say of the way. */
  readonly jump?: string | undefined;
  /** The bastion that stands before it, where that is known already. */
  readonly behind?: Destination;
  readonly depth: number;
}

/** More bastions behind one another than anybody has: a configuration that leads in a circle. */
const deepest = 8;

function unusable({ name }: Destination, jump: string): Problem {
  return { kind: 'jump-unusable', host: name, jump };
}
